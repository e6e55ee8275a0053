using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace OpenShiftImage.Playground.Hosting;

/// <summary>Reads from and writes to the console; errors go to the error stream.</summary>
internal sealed class PlaygroundUserInterface : PSHostUserInterface
{
    public override PSHostRawUserInterface RawUI { get; } = new PlaygroundRawUserInterface();

    public override bool SupportsVirtualTerminal { get; } =
        !Console.IsOutputRedirected && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public override string ReadLine() =>
        Console.ReadLine() ?? throw new HostException("Something was asked, and there is no input to answer it. Give the parameter, or -Confirm:$false.");

    public override SecureString ReadLineAsSecureString()
    {
        var text = new SecureString();
        if (Console.IsInputRedirected)
        {
            foreach (var c in ReadLine())
            {
                text.AppendChar(c);
            }

            return text;
        }

        while (Console.ReadKey(intercept: true) is var key && key.Key != ConsoleKey.Enter)
        {
            if (key.Key == ConsoleKey.Backspace && text.Length > 0)
            {
                text.RemoveAt(text.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                text.AppendChar(key.KeyChar);
            }
        }

        Console.WriteLine();
        return text;
    }

    public override void Write(string value) => Console.Out.Write(Plain(value));

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value) => Console.Out.WriteLine(Plain(value));

    public override void WriteErrorLine(string value) => Console.Error.WriteLine(GetOutputString(value, SupportsVirtualTerminal && !Console.IsErrorRedirected));

    public override void WriteDebugLine(string message) => WriteLine("DEBUG: " + message);

    public override void WriteVerboseLine(string message) => WriteLine("VERBOSE: " + message);

    public override void WriteWarningLine(string message) => WriteLine("WARNING: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        // A plain console has nowhere to draw it.
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions)
    {
        WriteHeading(caption, message);
        var answers = new Dictionary<string, PSObject>();
        foreach (var field in descriptions)
        {
            Write($"{field.Name}: ");
            answers[field.Name] = field.ParameterTypeFullName == typeof(SecureString).FullName
                ? PSObject.AsPSObject(ReadLineAsSecureString())
                : PSObject.AsPSObject(ReadLine());
        }

        return answers;
    }

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        WriteHeading(caption, message);
        var keys = choices.Select(choice => choice.Label.IndexOf('&') is >= 0 and var at && at + 1 < choice.Label.Length
            ? choice.Label.Substring(at + 1, 1).ToUpperInvariant()
            : choice.Label).ToList();
        while (true)
        {
            Write(string.Join("  ", choices.Select((choice, i) => $"[{keys[i]}] {choice.Label.Replace("&", "", StringComparison.Ordinal)}")));
            Write(defaultChoice >= 0 ? $" (default is \"{keys[defaultChoice]}\"): " : ": ");
            var answer = ReadLine().Trim();
            if (answer.Length == 0 && defaultChoice >= 0)
            {
                return defaultChoice;
            }

            var chosen = keys.FindIndex(key => key.Equals(answer, StringComparison.OrdinalIgnoreCase));
            chosen = chosen >= 0 ? chosen : choices.ToList().FindIndex(
                choice => choice.Label.Replace("&", "", StringComparison.Ordinal).Equals(answer, StringComparison.OrdinalIgnoreCase));
            if (chosen >= 0)
            {
                return chosen;
            }
        }
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        PromptForCredential(caption, message, userName, targetName, PSCredentialTypes.Default, PSCredentialUIOptions.Default);

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options)
    {
        WriteHeading(caption, message);
        if (string.IsNullOrEmpty(userName))
        {
            Write("User: ");
            userName = ReadLine();
        }

        Write($"Password for user {userName}: ");
        return new PSCredential(userName, ReadLineAsSecureString());
    }

    private string Plain(string value) => GetOutputString(value, SupportsVirtualTerminal);

    private void WriteHeading(string caption, string message)
    {
        foreach (var line in new[] { caption, message }.Where(line => !string.IsNullOrEmpty(line)))
        {
            WriteLine(line);
        }
    }
}
