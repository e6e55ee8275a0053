using System.Management.Automation;
using System.Text;
using OpenShiftImage.Analysis.Policies;
using OpenShiftImage.Analysis.Rules;
using OpenShiftImage.Connections;
using OpenShiftImage.Documents;
using OpenShiftImage.Pipeline;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Files;

/// <summary>Reads policies: files, hashtables, and those that come with the module.</summary>
internal static class PolicyFiles
{
    /// <summary>The extensions of files that are read.</summary>
    public static readonly string[] Extensions = [".psd1", ".yaml", ".yml", ".json"];

    private static readonly UTF8Encoding s_utf8 = new(
        encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly string s_folder = Path.Combine(
        Path.GetDirectoryName(typeof(PolicyFiles).Assembly.Location)!, "policies");

    /// <summary>Gets the names of the policies that come with the module.</summary>
    public static IReadOnlyList<string> Shipped { get; } = ["Baseline", "Strict", "DisaStig"];

    /// <summary>Reads what was given as a policy: a path, the name of a shipped one, or an object.</summary>
    /// <param name="given">What was given.</param>
    /// <param name="output">Finds the files.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidPolicyException">One cannot be used.</exception>
    /// <exception cref="ParameterException">There is none there.</exception>
    public static async Task<List<Policy>> ReadAsync(
        object? given, PipelineOutput output, CancellationToken cancellationToken)
    {
        var plain = Formatting.PowerShellValue.UnwrapUnlessCustom(given);
        if (plain is not (string or FileInfo))
        {
            var problems = new List<DataProblem>();
            return [PolicyReader.Read(PolicyObject.ToNode(plain, problems), "Policy", null, problems)];
        }

        var policies = new List<Policy>();
        foreach (var file in await FindAsync(plain, output, cancellationToken).ConfigureAwait(false))
        {
            policies.Add(await ReadFileAsync(file, cancellationToken).ConfigureAwait(false));
        }

        return policies;
    }

    /// <summary>Returns the names of the rules of a policy, for completion: none where it cannot be read.</summary>
    /// <param name="policy">The name of one that comes with the module, or a path.</param>
    /// <param name="location">The folder that paths are relative to.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<IReadOnlyList<string>> FindRulesAsync(
        string policy, string? location, CancellationToken cancellationToken)
    {
        try
        {
            var file = ShippedFile(policy)
                ?? (location is null ? policy : Path.GetFullPath(policy, location));
            var read = await ReadFileAsync(file, cancellationToken).ConfigureAwait(false);
            return [.. read.Rules.Select(rule => rule.Name)];
        }
        catch (Exception e) when (e is ParameterException or InvalidPolicyException or ArgumentException)
        {
            // The cmdlet itself tells what is wrong with it.
            return [];
        }
    }

    private static string? ShippedFile(string text) =>
        Shipped.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name
            ? Path.Combine(s_folder, name + ".psd1")
            : null;

    private static async Task<List<string>> FindAsync(
        object given, PipelineOutput output, CancellationToken cancellationToken)
    {
        if (given is FileInfo file)
        {
            return [file.FullName];
        }

        var text = (string)given;
        if (ShippedFile(text) is { } shipped)
        {
            return [shipped];
        }

        var (files, failure) = await output.EvaluateAsync(cmdlet => Resolve(cmdlet, text), cancellationToken)
            .ConfigureAwait(false);
        return failure is null ? files
            : throw (failure.ErrorId != "PathNotFound" ? failure : new ParameterException(
                failure.ErrorId,
                $"There is no file '{text}', and no policy of that name comes with the module."
                    + Spelling.Suggest(text, Shipped),
                text,
                failure));
    }

    /// <summary>Finds files on the pipeline's thread, which an exception would end.</summary>
    private static (List<string> Files, ParameterException? Failure) Resolve(PSCmdlet cmdlet, string path)
    {
        try
        {
            if (!WildcardPattern.ContainsWildcardCharacters(path)
                && Directory.Exists(FilePaths.ResolveOne(cmdlet, path, null)))
            {
                return ([], new ParameterException(
                    "PathIsFolder",
                    $"'{path}' is a folder: name the files, as in '{Path.Join(path, "*.psd1")}'.",
                    path));
            }

            var files = FilePaths.Resolve(cmdlet, path, literal: false)
                .Where(file => Extensions.Contains(Path.GetExtension(file).ToLowerInvariant())).ToList();
            return files.Count > 0
                ? (files, null)
                : ([], new ParameterException(
                    "UnknownExtension",
                    $"'{path}' is no policy: the name of one ends with {string.Join(", ", Extensions)}.",
                    path));
        }
        catch (ParameterException e)
        {
            return ([], e);
        }
    }

    private static async Task<Policy> ReadFileAsync(string file, CancellationToken cancellationToken)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        var extension = Path.GetExtension(file).ToLowerInvariant();
        if (!Extensions.Contains(extension))
        {
            throw new ParameterException(
                "UnknownExtension",
                $"'{file}' is no policy: the name of one ends with {string.Join(", ", Extensions)}.",
                file);
        }

        try
        {
            var bytes = await BoundedFile.RunAsync(() => BoundedFile.Read(file, out _), cancellationToken)
                .ConfigureAwait(false);
            var text = s_utf8.GetString(bytes).TrimStart('\ufeff');
            var problems = new List<DataProblem>();
            var document = extension == ".psd1" ? PolicyDataFile.Parse(text, file, problems)
                : PolicyDocument.Parse(text, extension == ".json", file, Dependencies.Yaml, cancellationToken);
            return PolicyReader.Read(document, name, file, problems);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ParameterException("PathNotFound", $"There is no file '{file}'.", file, e);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidPolicyException(file, [new DataProblem(new DataNode(), "it is not UTF-8.")], e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            throw new ParameterException(
                "FileNotAccessible", $"The policy '{file}' cannot be read: {e.Message}", file, e);
        }
    }
}
