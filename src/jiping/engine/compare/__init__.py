"""Two versions of a form, compared: what was found then, what is found now, what was changed.

`matching` pairs any two lists; `rows` pairs the forms and rows of two files; `findings` pairs what
was found in them; `changes` lists what else differs; `comparison` puts it together. Everything is
symmetric: comparing the other way round gives the same pairs.
"""

from __future__ import annotations
