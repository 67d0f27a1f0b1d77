using Gyre.Bench.Evaluation.Grounding;
using Gyre.Bench.Evaluation.Statistics;

switch (args)
{
    case ["grounding", var data]:
        GroundingTable.Write(data);
        return 0;
    case ["coverage"]:
        CoverageStudy.Write();
        return 0;
    default:
        Console.Error.WriteLine("Usage: Gyre.Bench.Evaluation grounding FOLDER-OF-DATA-SETS | coverage");
        return 1;
}
