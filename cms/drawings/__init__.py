"""Figures for readers, drawn on the server as SVG (face.md §11): numbers in, geometry out. Pure; templates add words.

bars.py   before and now as pairs of bars
clock.py  the days of one case as a line; clock_stops.py the same downwards, as a list
"""
