"""Official forms: an evaluation drawn in the layout of a family, and written in any format.

The contract of this room, for everyone who writes a family, a format or another form:

- `jiping.forms.drawing` is the model between the two sides. A `Drawing` is one form as the reader
  of the page sees it: `Page` (A4, upright or across, margins in tenths of a millimetre) and blocks
  in reading order, each a `Text` (one line or paragraph outside the table: attachment mark, title,
  period, a line with left and right end, a heading or body paragraph, a signature line) or a
  `Grid` (widths of its columns in tenths of a millimetre, rows of `Cell`). A `Grid` with ``joined``
  hangs directly under the grid before it, without a gap, so that its own header rows can repeat.
  Rows with ``header`` come first in their grid and are drawn again at the top of every further
  page; rows with ``whole`` don't break over pages.
- A `Cell` stands at ``column`` (from 0) of its row and covers ``across`` columns and ``down`` rows;
  covered positions are left out of the rows below, and all positions of a grid are covered exactly
  once (`Grid.check`). ``role`` says what it is (label, head, text, prose, number); ``text`` is what
  is printed, always, exactly. A figure has ``number``: its digits, and the number format with which
  a spreadsheet shows the same text. ``pointer`` is the JSON pointer of the value in its evaluation
  ("/indicators/3/score", as `jiping.model.place` uses them), None where the form itself prints the
  text. ``open_below``: no line is drawn between the cell and the one below it (a side label whose
  header row repeats: the cell in the header is empty and open, the label stands in the body).
  ``formula`` (`jiping.forms.formula`) says how a figure follows from the cells of other
  pointers; it is only there where it gives exactly the printed digits. ``choices`` are the values
  that the form admits there; ``least`` and ``most`` (pointers or digits) bound a figure.
- `jiping.forms.families` holds one file for each family, discovered by being there. `drawing_of`
  turns an evaluation into its `Drawing`; what the family has no place for is in
  ``Drawing.omitted``, never dropped silently. `held` is the evaluation that such a drawing says.
- `jiping.forms.formats` holds one module for each file format, discovered by being there:
  ``FORMAT: FormFormat`` with ``write(document: Document) -> bytes``. Writers take drawings and
  know nothing of families; they import their libraries inside ``write`` only. A `Document` is a
  list of drawings, each beginning on a new page (in a workbook: a sheet each), with the evaluations
  that they show, in the same order (empty for forms that show none).
- Other forms of the cycle are functions that return a `Drawing`; every format writes them unchanged.
"""

from __future__ import annotations
