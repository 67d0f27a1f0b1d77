using Gyre.Bench.Evaluation.Computed;
using Gyre.Bench.Evaluation.Grounding;
using Gyre.Bench.Evaluation.Pairs;
using Gyre.Bench.Evaluation.Statistics;

switch (args)
{
    case ["grounding", var data]:
        GroundingTable.Write(data);
        return 0;
    case ["coverage"]:
        CoverageStudy.Write();
        return 0;
    case ["pairs", "prepare", var pairs, var folder]:
        PairsToJudge.Write(pairs, folder);
        return 0;
    case ["pairs", "table", var answers, var outputs]:
        PairsTable.Write(answers, outputs);
        return 0;
    case ["computed"]:
        await ComputedTable.WriteAsync();
        return 0;
    default:
        Console.Error.WriteLine("Usage: Gyre.Bench.Evaluation grounding FOLDER-OF-DATA-SETS | coverage | computed | pairs prepare FOLDER-OF-PAIRS FOLDER | pairs table ANSWERS OUTPUTS");
        return 1;
}
