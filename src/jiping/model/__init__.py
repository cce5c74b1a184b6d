"""Values and nothing else: the evaluation, quantities, places, columns, the JSON contract."""
