using BenchmarkDotNet.Running;
using Gyre.Bench.Templates;

// "quick" prints microseconds per rendering in seconds; compare.py prints the same for Jinja2 in Python.
if (args is ["quick"])
{
    QuickRun.Print();
}
else
{
    BenchmarkSwitcher.FromAssembly(typeof(RenderBenchmarks).Assembly).Run(args);
}
