namespace MiniDelivery.Tests.Support;

/// <summary>
/// Tests that read what .NET keeps once for the whole process, as numbers and spans: another application beside theirs would be read
/// with it (and the last one to answer would be the one believed), so they run while no other test does.
/// </summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
