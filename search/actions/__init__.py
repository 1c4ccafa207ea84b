"""Everything that changes what search keeps for people: saved searches, exports, what is sent again."""
