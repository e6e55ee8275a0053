namespace OpenShiftImage.Pipeline;

/// <summary>One change, as its cmdlet's <see cref="WorkTally"/> counts it.</summary>
/// <param name="tally">Counts.</param>
/// <param name="name">Name of the Image, or what stands for several.</param>
/// <param name="isCollection">Whether the change is of several Images.</param>
internal sealed class WorkStep(WorkTally tally, string name, bool isCollection)
{
    private bool _isDone;

    /// <summary>Gets the name of the Image, or what stands for several.</summary>
    public string Name => name;

    /// <summary>Gets whether the change is of several Images.</summary>
    public bool IsCollection => isCollection;

    /// <summary>Gets how many Images the request under way is about at most; null when nobody knows.</summary>
    public long? Most { get; private set; }

    /// <summary>
    /// Notes that a request is sent that changes something: until its answer comes, nobody knows what came of it.
    /// </summary>
    /// <param name="most">How many Images it is about at most; null when nobody knows.</param>
    public void Sending(long? most = 1)
    {
        Most = most;
        tally.Open(this);
    }

    /// <summary>Notes that the server has done it, or that there was nothing to do.</summary>
    /// <param name="verb">What was done; null for the usual.</param>
    /// <param name="count">To how many Images.</param>
    public void Done(string? verb = null, long count = 1)
    {
        _isDone = true;
        tally.Close(this);
        tally.AddDone(verb, count);
    }

    /// <summary>Notes that it failed; of what was sent and not answered nobody knows whether it did.</summary>
    public void Fail(Exception failure)
    {
        if (isCollection)
        {
            tally.HasFailedCollection = true;
            if (failure is ApiException { StatusCode: < 500 })
            {
                // Refused before anything was deleted; any other failure can come after a part of it.
                tally.Close(this);
            }
        }
        else if (!_isDone && !ErrorRecords.IsOutcomeUnknown(failure))
        {
            tally.Close(this);
            tally.AddFailed();
        }
    }
}
