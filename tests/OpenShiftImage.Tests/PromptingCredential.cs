using System.Reflection;

namespace OpenShiftImage.Tests;

/// <summary>A credential that may ask a person; the tests have no type of the module's to implement.</summary>
public class PromptingCredential : DispatchProxy
{
    /// <summary>How often it was asked for.</summary>
    public int Calls { get; private set; }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name == "get_MayPrompt")
        {
            return true;
        }

        Calls += targetMethod.Name == "GetAuthorizationAsync" ? 1 : 0;
        return targetMethod.ReturnType.IsValueType ? Activator.CreateInstance(targetMethod.ReturnType) : null;
    }
}
