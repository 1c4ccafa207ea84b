"""Parts of the benchmark `pages`: the site it fills, the servers it starts and the readers that ask them."""
