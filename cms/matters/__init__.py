"""What a matter (事项) states, and what follows from it: pure modules, without a database.

facts.py   the frozen statement that guide, card, counter, clock and figures read
rules.py   what must hold before it is published
changes.py what differs from one version to the next, in words for readers; material_changes.py and
           other_changes.py hold its sentences, pairs.py finds which part of a list became which
words.py   the statement in another language
"""
