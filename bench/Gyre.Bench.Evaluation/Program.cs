using Gyre.Bench.Evaluation.Grounding;

if (args is not ["grounding", var data])
{
    Console.Error.WriteLine("Usage: Gyre.Bench.Evaluation grounding FOLDER-OF-DATA-SETS");
    return 1;
}

GroundingTable.Write(data);
return 0;
