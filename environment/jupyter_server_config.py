"""JupyterLab saves the notebooks of analysis as `make accept` stores them: Run All, then Save, changes no file."""

from firststeps.pipeline.acceptance import as_stored

c = get_config()  # noqa: F821 - Jupyter gives it
c.ContentsManager.pre_save_hook = as_stored
