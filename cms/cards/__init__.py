"""Notice cards on paper (一次性告知便民服务卡) and the posters that lead to them.

paper.py    the frozen input: everything that a card prints, in one language
words.py    its figures and papers in words
visit.py    what a card adds for one applicant after a visit
measure.py  how wide a text comes out; flow.py the drawn way from handing in to the result
parts.py    pieces that cards and posters share; page.py A5 and A4; poster.py A3
current.py  from the published matter to the paper; files.py from the paper to the stored PDF
joining.py  several PDFs as one
"""
