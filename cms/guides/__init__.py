"""What guide pages and phone cards show of matters: everything in words and places before a template sees it."""
