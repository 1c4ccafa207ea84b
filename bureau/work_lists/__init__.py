"""Lists that staff work through: ways to look at them with counts, filters that a person keeps, what waits for whom.

lists.py is the list itself and what stands above it, keeping.py changes the filters that a person keeps, kept.py is
what their forms ask for, home.py shows both on the home page and beside the menu.
"""
