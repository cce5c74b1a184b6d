"""The pages, one module for each group; see `jiping.web.page`."""
