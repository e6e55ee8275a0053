using System.Management.Automation;
using System.Text.Json;
using OpenShiftImage.Api;
using OpenShiftImage.Primitives;
using OpenShiftImage.Workloads;

namespace OpenShiftImage.Pipeline;

/// <summary>Every error of the module: from an exception to its id, category, target and what to do next.</summary>
internal static class ErrorRecords
{
    /// <summary>Returns the record; null for what is no error of ours, such as a pipeline that is stopped.</summary>
    public static ErrorRecord? For(Exception exception, object? target) => exception switch
    {
        PipelineStoppedException or OperationCanceledException => null,
        UnreadableKindException { InnerException: { } inner } e => Make(
            e,
            e.ErrorId,
            For(inner, target)?.CategoryInfo.Category ?? ErrorCategory.NotSpecified,
            e.Target,
            "about_OSImagePermissions has the rights that this takes, and a ClusterRole that gives them."),
        OpenShiftImageException { ErrorId: "InvalidReference" } e => Make(
            e,
            e.ErrorId,
            ErrorCategory.InvalidData,
            e.Target,
            "Mend or delete these objects; -IgnoreInvalidReference passes over them, as --ignore-invalid-refs does."),
        OpenShiftImageException { ErrorId: "InvalidPolicy" } e => Make(
            e,
            e.ErrorId,
            ErrorCategory.ParserError,
            e.Target ?? target,
            "about_OSImagePolicies has all rules with their settings, and "
                + "policies/policy.schema.json in the folder of the module lets an editor check."),
        RuleScriptException e => Make(
            e,
            "RuleScriptFailed",
            ErrorCategory.InvalidResult,
            e.Image,
            "Mend the script of the rule; -Rule takes the others."),
        RuleFailedException e => Make(
            e,
            "RuleFailed",
            ErrorCategory.InvalidResult,
            e.Image,
            "Look at the Image with Get-OSImage; -Rule takes the other rules."),
        ApiException e =>
            Make(e, e.ErrorId, CategoryOf(e), e.Target ?? target, NextStep(e), SelectorErrors.Describe(e)),
        TransportException e => Make(e, e.ErrorId, CategoryOf(e), e.Target ?? target, NextStep(e)),
        ConfigurationException e => Make(e, e.ErrorId, CategoryOf(e), e.Target ?? target, null),
        CollectedClusterException e => Make(e, e.ErrorId, CategoryOf(e), e.Target ?? target, null),
        ParameterException { ErrorId: "PathNotFound" or "UnknownRule" } e =>
            Make(e, e.ErrorId, ErrorCategory.ObjectNotFound, e.Argument ?? target, null),
        ParameterException { ErrorId: "FileExists" } e => Make(
            e,
            e.ErrorId,
            ErrorCategory.ResourceExists,
            e.Argument ?? target,
            e.NextStep ?? "Leave out -NoClobber to write over it."),
        ParameterException { ErrorId: "NameInUse" } e =>
            Make(e, e.ErrorId, ErrorCategory.ResourceExists, e.Argument ?? target, null),
        ParameterException { ErrorId: "ExportIncomplete" } e => Make(
            e,
            e.ErrorId,
            ErrorCategory.WriteError,
            e.Argument ?? target,
            "Leave out the Images that failed, or export to another file."),
        ParameterException e => Make(e, e.ErrorId, ErrorCategory.InvalidArgument, e.Argument ?? target, null),
        AmbiguousNameException { Target: { } text } e when ImageNameResolver.IsPullSpec(text) => Make(
            e, e.ErrorId, ErrorCategory.InvalidArgument, text, "Name one by its digest; Get-OSImage -Reference "
                + $"'*{text.TrimStart('…')}*' gets them all."),
        AmbiguousNameException e => Make(
            e,
            e.ErrorId,
            ErrorCategory.InvalidArgument,
            e.Target ?? target,
            "Give more of the digest, or the whole name."),
        ImageNotFoundException e => Make(
            e, e.ErrorId, ErrorCategory.ObjectNotFound, e.Target ?? target,
            "Get-OSImage -Reference '*name*' shows which references there are. Tags are kept by image streams, "
                + "and seldom by Images."),
        InvalidNameException e => Make(e, e.ErrorId, ErrorCategory.InvalidArgument, e.Target ?? target, null),
        WildcardPatternException e => Make(
            e,
            "InvalidWildcard",
            ErrorCategory.InvalidArgument,
            target,
            "Write a bracket that is meant literally with a backtick before it."),
        WaitTimeoutException e => Make(
            e,
            "WaitTimeout",
            ErrorCategory.OperationTimeout,
            e.Name,
            "Wait longer with -TimeoutSeconds, or look at the Image with Get-OSImage."),
        RemovalStalledException e => Make(
            e, "RemovalStalled", ErrorCategory.ResourceBusy, target, "Look at one of them with Get-OSImage: "
                + "what holds it? A larger -Limit, or none, gets past them."),
        ImageTerminatingException e => Make(
            e, "ImageTerminating", ErrorCategory.ResourceBusy, e.Name, "Wait-OSImage -For Deleted waits until it is "
                + "gone; then Set-OSImage -Force creates it."),
        DocumentException e => Make(
            e,
            e.ErrorId,
            ErrorCategory.ParserError,
            e.Target ?? target,
            "Mend the text at that place. Other documents of YAML have been read; JSON is read up to there."),
        UnauthorizedAccessException e =>
            Make(e, "FileNotAccessible", ErrorCategory.PermissionDenied, target, "Check who may read and write there."),
        FileNotFoundException or DirectoryNotFoundException =>
            Make(exception, "PathNotFound", ErrorCategory.ObjectNotFound, target, null),
        BrokenFileException { InnerException: UnauthorizedAccessException } e =>
            Make(e, "FileNotAccessible", ErrorCategory.PermissionDenied, e.File, "Check who may write there."),
        BrokenFileException { InnerException: FileNotFoundException or DirectoryNotFoundException } e =>
            Make(e, "PathNotFound", ErrorCategory.ObjectNotFound, e.File, null),
        BrokenFileException e => Make(
            e,
            "FileNotAccessible",
            ErrorCategory.WriteError,
            e.File,
            "Check the room on the disk, and whether the reader of a pipe is still there."),
        IOException e => Make(
            e,
            "FileNotAccessible",
            ErrorCategory.ResourceUnavailable,
            target,
            "Check the path, the room on the disk, and whether another program has the file."),
        JsonException e => Make(
            e, "InvalidJson", ErrorCategory.InvalidData, target, null, JsonFault.Describe(e, withPlace: true)),
        ObjectDisposedException e => Make(
            new InvalidOperationException("The connection to the cluster has been closed.", e),
            "ConnectionClosed",
            ErrorCategory.ConnectionError,
            target,
            "Connect again with Connect-OSImageCluster; an object that came through the closed connection goes to "
                + "another one with -Cluster."),
        _ => Make(exception, "UnexpectedError", ErrorCategory.NotSpecified, target, null),
    };

    /// <summary>
    /// Returns the record of what failed on one of several clusters, which it is about; null for what is no error of
    /// ours.
    /// </summary>
    /// <param name="exception">What failed.</param>
    /// <param name="cluster">The cluster: a connection, or its name.</param>
    /// <param name="name">The name that the message says.</param>
    public static ErrorRecord? ForCluster(Exception exception, object cluster, string name)
    {
        if (For(exception, cluster) is not { } record)
        {
            return null;
        }

        var message = record.ErrorDetails?.Message ?? exception.Message;
        return new ErrorRecord(
            exception, record.FullyQualifiedErrorId.Split(',')[0], record.CategoryInfo.Category, cluster)
        {
            ErrorDetails = new ErrorDetails($"{ControlCharacters.Escape(name)}: {message}")
            {
                RecommendedAction = record.ErrorDetails?.RecommendedAction ?? "",
            },
        };
    }

    /// <summary>
    /// Whether a write that ended so may have been made all the same: by the server, or by the one behind a proxy that
    /// answered.
    /// </summary>
    public static bool IsOutcomeUnknown(Exception failure) =>
        failure is TransportException { ErrorId: TransportException.WriteOutcomeUnknown }
            or ApiException { StatusCode: 502 or 503 or 504 };

    /// <summary>Returns an error for a name with wildcards, where none are expanded; null for any other name.</summary>
    public static ErrorRecord? ForWildcard(string name, string command) =>
        WildcardPattern.ContainsWildcardCharacters(name)
            ? For(new ParameterException("WildcardInName", $"'{name}' has wildcards, which are not expanded here: "
                + $"pipe what they match, Get-OSImage '{name}' | {command}.", name), name)
            : null;

    private static ErrorRecord Make(
        Exception exception,
        string id,
        ErrorCategory category,
        object? target,
        string? nextStep,
        string? message = null)
    {
        var record = new ErrorRecord(
            exception, id, category, target is string text ? ControlCharacters.Escape(text) : target);
        // The engine's and .NET's own messages have paths and patterns in them as they were given.
        var shown = ControlCharacters.Escape(message ?? exception.Message);
        if (nextStep is not null || shown != exception.Message)
        {
            record.ErrorDetails = new ErrorDetails(shown) { RecommendedAction = nextStep ?? "" };
        }

        return record;
    }

    private static ErrorCategory CategoryOf(ApiException e) => e.ErrorId switch
    {
        "NotFound" => ErrorCategory.ObjectNotFound,
        "AlreadyExists" => ErrorCategory.ResourceExists,
        "Conflict" => ErrorCategory.ResourceBusy,
        "Unauthorized" => ErrorCategory.AuthenticationError,
        "Forbidden" => ErrorCategory.PermissionDenied,
        "Invalid" or "BadRequest" => ErrorCategory.InvalidData,
        "Expired" or "Gone" => ErrorCategory.ResourceUnavailable,
        "TooManyRequests" or "RequestEntityTooLarge" => ErrorCategory.LimitsExceeded,
        "MethodNotAllowed" or "NotAcceptable" or "UnsupportedMediaType" => ErrorCategory.NotImplemented,
        "Timeout" or "ServerTimeout" => ErrorCategory.OperationTimeout,
        "ServiceUnavailable" => ErrorCategory.ResourceUnavailable,
        _ => e.StatusCode >= 500 ? ErrorCategory.InvalidResult : ErrorCategory.InvalidOperation,
    };

    private static ErrorCategory CategoryOf(TransportException e) => e.ErrorId switch
    {
        TransportException.CertificateNotTrusted or TransportException.TlsFailed => ErrorCategory.SecurityError,
        TransportException.RequestTimeout => ErrorCategory.OperationTimeout,
        TransportException.InvalidResponse or TransportException.WriteOutcomeUnknown => ErrorCategory.InvalidResult,
        _ => ErrorCategory.ConnectionError,
    };

    private static ErrorCategory CategoryOf(CollectedClusterException e) => e.ErrorId switch
    {
        CollectedClusterException.NotCollected or CollectedClusterException.PathNotFound =>
            ErrorCategory.ObjectNotFound,
        CollectedClusterException.FileNotAccessible => ErrorCategory.PermissionDenied,
        CollectedClusterException.InvalidArchive => ErrorCategory.ReadError,
        _ => ErrorCategory.NotImplemented,
    };

    private static ErrorCategory CategoryOf(ConfigurationException e) => e.ErrorId switch
    {
        ConfigurationException.NoConfiguration or ConfigurationException.ContextNotFound
            or ConfigurationException.ConnectionNotFound =>
            ErrorCategory.ObjectNotFound,
        ConfigurationException.NotConnected => ErrorCategory.ConnectionError,
        ConfigurationException.FileNotReadable => ErrorCategory.ReadError,
        ConfigurationException.InvalidKubeconfig => ErrorCategory.ParserError,
        ConfigurationException.CredentialFailed => ErrorCategory.AuthenticationError,
        ConfigurationException.CredentialPluginNotAllowed => ErrorCategory.PermissionDenied,
        ConfigurationException.InvalidServer or ConfigurationException.InvalidProxy
            or ConfigurationException.InvalidImpersonation => ErrorCategory.InvalidArgument,
        _ => ErrorCategory.InvalidData,
    };

    private static string? NextStep(ApiException e) => e.ErrorId switch
    {
        _ when IsOutcomeUnknown(e) && !e.Request.StartsWith("GET ", StringComparison.Ordinal) =>
            "The server behind may have acted all the same: look with Get-OSImage before you repeat the change.",
        "Unauthorized" =>
            "The server does not accept the token or certificate: log in again, then use Connect-OSImageCluster.",
        "Forbidden" => "Ask an administrator of the cluster for the right, or connect as another user.",
        "NotFound" when e.Target is not null && e.Request.StartsWith("PUT", StringComparison.Ordinal) =>
            "Set-OSImage -Force creates what is not there, as does New-OSImage.",
        "NotFound" when e.Target is not null =>
            "Get-OSImage lists the Images that there are; -Reference '*web*' finds those whose reference has a word.",
        "NotFound" =>
            "There is no Image API at this address: is it the address of an OpenShift API server, "
                + "with nothing after the port?",
        "AlreadyExists" => "Change it with Update-OSImage or Set-OSImage.",
        _ when e.Message.Contains("failed to create typed live object", StringComparison.Ordinal) =>
            "A signed Image cannot be applied to: its signatures have no name that the server could merge them by. "
                + "Use -Label, or -PatchType Merge.",
        "Conflict" when e.Message.Contains("Apply failed", StringComparison.Ordinal) =>
            "To take over the fields use -Force.",
        "Conflict" => "Read the Image again with Get-OSImage and repeat the change on what it gives.",
        "Expired" =>
            "Start again from a new list: leave out -Continue and -ResourceVersion, or watch with -SendInitialEvents.",
        "TooManyRequests" => e.RetryAfter is { } wait
            ? string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"Try again in {Math.Max(1, wait.TotalSeconds):0} seconds.")
            : "Try again later.",
        "Invalid" when e.Message.StartsWith("the server rejected our request", StringComparison.Ordinal)
            && e.Request.StartsWith("PATCH", StringComparison.Ordinal) =>
            "So the server answers a JSON patch whose test fails, or that names a path that is not there: "
                + "compare its paths with what Get-OSImage gives.",
        "Invalid" when e.Message.Contains("must be specified for an update", StringComparison.Ordinal) =>
            "Set-OSImage replaces the version that it is given: start from what Get-OSImage gives. "
                + "What has no version, as an export with -Clean, goes with -Force, which creates or replaces.",
        "BadRequest" when SelectorErrors.Describe(e) is not null => SelectorErrors.NextStep,
        _ => null,
    };

    private static string? NextStep(TransportException e) => e.ErrorId switch
    {
        TransportException.ConnectionFailed => "Check the address, the network and the proxy.",
        TransportException.TlsFailed => "Check the address, the client certificate, and what stands between.",
        TransportException.HostNotFound => "Check the address.",
        TransportException.RequestTimeout =>
            "Try again; the server may be overloaded, and a long list may need more "
                + "-OperationTimeoutSeconds or selectors.",
        TransportException.IncompleteResponse => "Try again.",
        TransportException.WriteOutcomeUnknown =>
            "Look with Get-OSImage whether the change has been made before you repeat it.",
        _ => null,
    };
}
