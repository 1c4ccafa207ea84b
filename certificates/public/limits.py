"""How often one address may check and save. A check code has 50 bits: this keeps machines from pressing all day.

All pages that compare a code share one count, so a second page gives nobody a second try. What is kept for ever, the
saved results, is counted in the database (actions/save_query_result.py).
"""

from bureau.limits import Limit

CHECKS = Limit("check", most=30, seconds=60)
SAVES = Limit("save", most=5, seconds=600)  # each takes a rendering and a signature, about 0.3 s
MOST = CHECKS.most
