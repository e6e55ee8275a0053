using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;
using OpenShiftImage.Sandbox.Primitives;

namespace OpenShiftImage.Sandbox;

/// <summary>The options of a sandbox on the command line, the same in every program that starts one.</summary>
public sealed class SandboxCommandLine
{
    private readonly Option<int> _images =
        NumberOption("--images", "N", "Number of Images to start with", 0, int.MaxValue, 250);

    private readonly Option<int?> _layers = CountOption(
        "--layers", "Number of distinct layers of all Images, about, up to 4 for each; otherwise some six for each");

    private readonly Option<int?> _streams = CountOption(
        "--streams", "Number of image streams; otherwise one for six Images, 5000 at most");

    private readonly Option<int?> _pods = CountOption(
        "--pods", "Number of pods; otherwise six for 25 Images, 50000 at most");

    private readonly Option<string?> _state = new("--state")
    {
        Description = "Folder with the objects to serve: images.json, imagestreams.json, pods.json, ..., each a list",
        HelpName = "FOLDER",
    };

    private readonly Option<string[]> _without = new("--without")
    {
        Description = $"Group that is not there, repeatable: {string.Join(" or ", ApiResources.OptionalGroups)}",
        HelpName = "GROUP",
    };

    private readonly Option<string[]> _forbid = new("--forbid")
    {
        Description = "Kind that nobody may read or change, repeatable: pods, imagestreams, ...",
        HelpName = "KIND",
    };

    private readonly Option<double> _compactAfter =
        NumberOption("--compact-after", "SECONDS", "Seconds for which the history of changes is kept", 0, 1e9, 600);

    private readonly Option<double> _latency =
        NumberOption("--latency", "MS", "Milliseconds that are added to each answer", 0, 60_000.0, 0);

    private readonly Option<bool> _control = new("--control")
    {
        Description = "POST /control/compact makes all history expire at once",
    };

    /// <summary>Adds the options to a command.</summary>
    public SandboxCommandLine(Command command)
    {
        _without.Validators.Add(result => Require(
            result,
            name => ApiResources.OptionalGroups.Contains(name),
            string.Join(" or ", ApiResources.OptionalGroups)));
        _forbid.Validators.Add(result => Require(
            result,
            name => ApiResources.FindByName(name) is not null,
            string.Join(", ", ApiResources.All.Select(resource => resource.Name))));
        foreach (var option in (Option[])
            [_images, _layers, _streams, _pods, _state, _without, _forbid, _compactAfter, _latency, _control])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Returns an option that takes a number within a range.</summary>
    public static Option<T> NumberOption<T>(
        string name, string valueName, string description, T least, T most, T initial)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = valueName,
            DefaultValueFactory = _ => initial,
            CustomParser = result => ParseNumber(result, name, least, most) ?? initial,
        };

    /// <summary>
    /// Parses a command line. Options can be written as PowerShell has them too, with one hyphen and in any case:
    /// -Images.
    /// </summary>
    /// <returns>
    /// The result; null and the exit code when the command line is wrong, which has been told, or asks for help.
    /// </returns>
    public static (ParseResult? Result, int ExitCode) Parse(RootCommand command, IEnumerable<string> arguments)
    {
        // A script may begin with '@', which is no file with further options.
        var configuration = new ParserConfiguration { EnablePosixBundling = false, ResponseFileTokenReplacer = null };
        var result = command.Parse([.. WithTwoHyphens(command, arguments)], configuration);
        if (result.Errors.Count > 0)
        {
            Console.Error.WriteLine($"{result.Errors[0].Message} --help lists the options.".ReplaceLineEndings(" "));
            return (null, 2);
        }

        // An action is what --help and --version bring.
        return result.Action is null ? (result, 0) : (null, result.Invoke());
    }

    /// <summary>Gets what the command line says about the sandbox.</summary>
    public SandboxOptions Read(ParseResult result) => new()
    {
        Images = result.GetValue(_images),
        Layers = result.GetValue(_layers),
        Streams = result.GetValue(_streams),
        Pods = result.GetValue(_pods),
        StateFolder = result.GetValue(_state),
        WithoutGroups = result.GetValue(_without) ?? [],
        ForbiddenResources = result.GetValue(_forbid) ?? [],
        CompactAfter = TimeSpan.FromSeconds(result.GetValue(_compactAfter)),
        Latency = TimeSpan.FromMilliseconds(result.GetValue(_latency)),
        Control = result.GetValue(_control),
    };

    private static Option<int?> CountOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => ParseNumber(result, name, 0, int.MaxValue),
    };

    /// <summary>Returns the number that was given; null when it is none, which has been told.</summary>
    private static T? ParseNumber<T>(ArgumentResult result, string name, T least, T most)
        where T : struct, INumber<T>
    {
        var text = result.Tokens[0].Value;
        if (T.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            return value;
        }

        result.AddError($"{name} takes a number from {least} to {most}, not '{text}'.");
        return null;
    }

    /// <summary>Refuses the first value that is none of those there are.</summary>
    private static void Require(OptionResult result, Func<string, bool> isKnown, string known)
    {
        if (result.Tokens.Select(token => token.Value).FirstOrDefault(value => !isKnown(value)) is { } unknown)
        {
            result.AddError($"{result.Option.Name} takes {known}, not '{unknown}'.");
        }
    }

    private static IEnumerable<string> WithTwoHyphens(RootCommand command, IEnumerable<string> arguments)
    {
        var options = command.Options
            .SelectMany(
                option => option.Aliases.Append(option.Name),
                (option, name) => (Name: name.TrimStart('-'), Option: option))
            .DistinctBy(pair => pair.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(pair => pair.Name, pair => pair.Option, StringComparer.OrdinalIgnoreCase);
        var isValue = false;
        var isRest = false;
        foreach (var argument in arguments)
        {
            isRest |= argument == "--";
            if (!isRest && !isValue && argument.StartsWith('-')
                && options.TryGetValue(argument.TrimStart('-'), out var option))
            {
                isValue = option.Arity.MinimumNumberOfValues > 0;
                yield return option.Name;
                continue;
            }

            isValue = false;
            yield return argument;
        }
    }
}
