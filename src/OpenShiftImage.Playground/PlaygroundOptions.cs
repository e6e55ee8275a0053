using System.Globalization;

namespace OpenShiftImage.Playground;

/// <summary>What the command line asks for.</summary>
internal sealed record PlaygroundOptions
{
    public const string Usage = """
        A PowerShell prompt with the OpenShiftImage module and a cluster to try it on.

        usage: dotnet run --project src/OpenShiftImage.Playground [-- OPTIONS]

          -Command SCRIPT        runs the script and exits
          -File PATH [ARGS...]   runs the script file with the arguments and exits
          -Images N              number of Images in the sandbox (default: 250)
          -Kubeconfig PATH       uses a real cluster instead of the sandbox
          -Context NAME          context of that kubeconfig (default: the current one)
        """;

    public string? Command { get; private init; }

    public string? File { get; private init; }

    public IReadOnlyList<string> Arguments { get; private init; } = [];

    public int Images { get; private init; } = 250;

    public string? Kubeconfig { get; private init; }

    public string? Context { get; private init; }

    public bool Help { get; private init; }

    /// <exception cref="FormatException">The command line is not as <see cref="Usage"/> says.</exception>
    public static PlaygroundOptions Parse(string[] args)
    {
        var options = new PlaygroundOptions();
        for (var i = 0; i < args.Length; i++)
        {
            var name = args[i].TrimStart('-').ToLowerInvariant();
            if (name is "help" or "h" or "?")
            {
                return options with { Help = true };
            }

            if (!args[i].StartsWith('-') || i + 1 >= args.Length)
            {
                throw new FormatException($"'{args[i]}' is not an option, or lacks its value.");
            }

            var value = args[++i];
            switch (name)
            {
                case "command" or "c":
                    options = options with { Command = value };
                    break;
                case "file" or "f":
                    return options with { File = value, Arguments = args[(i + 1)..] };
                case "images" when int.TryParse(value, CultureInfo.InvariantCulture, out var images) && images >= 0:
                    options = options with { Images = images };
                    break;
                case "kubeconfig":
                    options = options with { Kubeconfig = value };
                    break;
                case "context":
                    options = options with { Context = value };
                    break;
                default:
                    throw new FormatException($"'{args[i - 1]} {value}' is not an option.");
            }
        }

        if (options is { Context: not null, Kubeconfig: null })
        {
            throw new FormatException("-Context needs -Kubeconfig.");
        }

        return options;
    }
}
