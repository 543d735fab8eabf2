"""A synthetic stock: invented companies at real places, for the demo and the benchmarks."""
