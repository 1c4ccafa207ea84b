"""Figures for readers, drawn on the server as SVG (face.md §11): numbers in, geometry out. Pure; templates add words.

bars.py   before and now as pairs of bars
clock.py  the days of one case as a line; clock_stops.py the same downwards, as a list
flow.py   the steps of a matter as a line, lying or standing; parallel_flow.py several matters on one axis of days
qr_path.py  a QR code as one path
"""
