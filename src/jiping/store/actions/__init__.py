"""The actions, one module for each group; see `jiping.store.acting`."""
