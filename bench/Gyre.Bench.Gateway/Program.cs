using BenchmarkDotNet.Running;
using Gyre.Bench.Gateway;

BenchmarkSwitcher.FromAssembly(typeof(RoutingBenchmarks).Assembly).Run(args);
