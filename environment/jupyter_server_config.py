"""JupyterLab saves the notebooks of analysis as `make accept` stores them: Run All, then Save, changes no file."""

import warnings

from firststeps.pipeline.acceptance import as_stored

# The server sets what a file of settings says twice, and warns the second time that it replaces itself.
warnings.filterwarnings("ignore", message="Overriding existing pre_save_hook .as_stored. with a new one .as_stored.")
c = get_config()  # noqa: F821 - Jupyter gives it
c.ContentsManager.pre_save_hook = as_stored
