"""What is claimed, how it is presented, and whose word it is: scikit-learn on a laptop."""
