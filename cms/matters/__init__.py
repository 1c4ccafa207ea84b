"""What a matter (事项) states, and what follows from it: pure modules, without a database.

facts.py   the frozen statement that guide, card, counter, clock and figures read
rules.py   what must hold before it is published
changes.py what differs from one version to the next, in words for readers
words.py   the statement in another language
"""
