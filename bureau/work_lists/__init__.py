"""Lists that staff work through: ways to look at them with counts, filters that a person keeps, what waits for whom.

views.py is the list itself, ways.py what stands above it, keeping.py changes the kept filters, home.py shows them on
the home page and beside the menu.
"""
