"""The form page: the official table as rows and cells for a template, and what stands beside it."""
