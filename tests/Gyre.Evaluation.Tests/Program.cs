using Gyre.Evaluation.Tests.Runs;
using Xunit.MicrosoftTestingPlatform;

// A test needs a process to kill, and a test of its own for that would have to be skipped wherever it isn't that process.
return await RunToKill.RunIfAskedAsync() ? 0 : await TestPlatformTestFramework.RunAsync(args, Gyre.Evaluation.Tests.SelfRegisteredExtensions.AddSelfRegisteredExtensions);
