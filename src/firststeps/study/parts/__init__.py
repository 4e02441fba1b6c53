"""What may stand in each part of ``study.yaml``, each part checked by itself."""
