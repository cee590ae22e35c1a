"""The measurements of `./dev bench`: ratios within one run, on real servers, each with its floor and its aim."""
