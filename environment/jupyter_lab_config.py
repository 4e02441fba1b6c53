"""JupyterLab asks nobody on the network for news, or for a newer version: nothing is fetched after the set-up."""

c = get_config()  # noqa: F821 - Jupyter gives it
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.news_url = None
