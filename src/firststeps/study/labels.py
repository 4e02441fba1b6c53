"""Labels: what a reader sees in place of the short ids of questions, themes and waves."""


class Labels:
    """The labels of a study, by id; an id without a label stays as it is.

    >>> from firststeps.study import Study
    >>> labels = Study.load(".").labels
    >>> labels.wave("five-months"), labels.short("five-months"), labels.item("unheard-of")
    ('Five months', '5 months', 'unheard-of')
    """

    def __init__(self, study):
        """Look labels up in ``study`` when they are asked for, so that only those used count as read."""
        self._study = study

    def item(self, id):
        """The question as readers know it."""
        return self._study.items[id].label if id in self._study.items else id

    def wave(self, id):
        """The full label of a wave."""
        return self._study.wave(id).label if id in self._study.wave_ids else id

    def short(self, id):
        """The short label of a wave, for axes and narrow columns."""
        return self._study.wave(id).short if id in self._study.wave_ids else id

    def theme(self, question, id):
        """The theme of a question as readers know it."""
        themes = self._study.themes.get(question, {})
        return themes[id].label if id in themes else id

    def of(self, frame, wave="wave"):
        """``frame`` with labels in place of ids, in cells and in headings.

        Read as ids are the cells of ``question``, ``item``, ``outcome``, ``theme`` (beside one of these), ``wave``,
        ``first`` and ``second`` (also ``first wave`` and ``second wave``), and the headings that are ids of waves;
        waves get their full label, or the short one where ``wave`` is "short". A column ``item`` is called
        ``question``.
        """
        wave_label = getattr(self, wave)
        question = next((name for name in ("question", "item", "outcome") if name in frame), None)
        shown = {}
        if "theme" in frame and question:
            pairs = zip(frame[question], frame["theme"], strict=True)
            shown["theme"] = [self.theme(*pair) for pair in pairs]
        for name in ("question", "item", "outcome"):
            if name in frame:
                shown[name] = [self.item(id) for id in frame[name]]
        for name in ("wave", "first", "second", "first wave", "second wave"):
            if name in frame:
                shown[name] = [wave_label(id) for id in frame[name]]
        if "about" in frame and "first wave" in frame and question:  # counts for release: a theme stands where waves do
            places = zip(frame["about"], frame[question], frame["first wave"], shown["first wave"], strict=True)
            shown["first wave"] = [self.theme(of, id) if about == "themes" else name for about, of, id, name in places]
        headings = {id: wave_label(id) for id in self._study.wave_ids if id in frame}
        return frame.assign(**shown).rename(columns={"item": "question", **headings})
