"""How far the model is carried out: degrees of its principles and phases, and what threatens a project."""
