using System.Management.Automation.Language;
using System.Text;

namespace OpenShiftImage.Playground;

/// <summary>Reads commands from the console and runs them until <c>exit</c> or the end of input.</summary>
internal static class Prompt
{
    public static int Run(PlaygroundSession session)
    {
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            session.Stop();
        };
        while (session.ExitCode is null && Read() is { } command)
        {
            session.Run(command);
        }

        return session.ExitCode ?? 0;
    }

    /// <summary>Reads one command, over several lines where it is not complete before; null at the end of input.</summary>
    private static string? Read()
    {
        var command = new StringBuilder();
        while (true)
        {
            Console.Write(command.Length == 0 ? "PS> " : ">> ");
            if (Console.ReadLine() is not { } line)
            {
                Console.WriteLine();
                return null;
            }

            if (command.Length > 0 && line.Length == 0)
            {
                return command.ToString();
            }

            command.AppendLine(line);
            Parser.ParseInput(command.ToString(), out _, out var errors);
            if (!errors.Any(error => error.IncompleteInput))
            {
                return command.ToString();
            }
        }
    }
}
