"""同类比较: what no single form can show, asked over the forms of a dataset.

`rules` holds one file a rule, found by walking the folder; `ground` the tables that rules ask;
`likeness` near-duplicate texts at scale; `running` asks them all; `writing` puts out what they
found. Every finding is a question to look into and names the forms that it compared.
"""
