"""What the page of components shows: examples of every part, a module a family, in the words of the sample."""
