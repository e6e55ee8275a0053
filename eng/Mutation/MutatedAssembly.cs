using System.Reflection;
using System.Runtime.CompilerServices;

namespace OpenShiftImage.Mutation;

/// <summary>An assembly that Stryker has put every mutant into, each behind a question for the active one.</summary>
internal sealed class MutatedAssembly
{
    /// <summary>The number that no mutant has.</summary>
    public const int NoMutant = -1;

    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
    private const BindingFlags Declared = Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private readonly Assembly _assembly;
    private readonly Type _control;

    private MutatedAssembly(Assembly assembly)
    {
        _assembly = assembly;
        _control = assembly.GetTypes().Single(type => type.Name == "MutantControl");
        Activate(NoMutant);
    }

    /// <summary>Loads the assembly of a path.</summary>
    public static MutatedAssembly Load(string path) => new(Assembly.LoadFrom(path));

    /// <summary>Makes one mutant active.</summary>
    public void Activate(int mutant)
    {
        Field("CaptureCoverage").SetValue(null, false);
        Field("ActiveMutant").SetValue(null, mutant);
    }

    /// <summary>
    /// Runs what initializes the static fields, so that no later mutant is active while it runs; returns the mutants in
    /// it.
    /// </summary>
    public string Initialize()
    {
        TakeCovered();
        foreach (var type in _assembly.GetTypes().Where(type => type != _control && !type.ContainsGenericParameters))
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }

        var covered = TakeCovered();
        Activate(NoMutant);
        return covered;
    }

    /// <summary>Returns the mutants that were run since the last call, separated by commas, and counts anew.</summary>
    public string TakeCovered()
    {
        var covered = string.Join(',', (List<int>)Field("_coveredMutants").GetValue(null)!);
        Field("_coveredMutants").SetValue(null, new List<int>());
        Field("ActiveMutant").SetValue(null, NoMutant);
        Field("CaptureCoverage").SetValue(null, true);
        return covered;
    }

    /// <summary>
    /// Returns the mutants that compile, separated by commas. Those of <c>ConfigureAwait(false)</c> are not among them:
    /// they make no difference where there is no synchronization context.
    /// </summary>
    public string List()
    {
        var isActive = _control.GetMethod("IsActive")!.MetadataToken;
        var found = new HashSet<int>();
        foreach (var type in _assembly.GetTypes().Where(type => type != _control))
        {
            foreach (var method in type.GetMethods(Declared).Concat<MethodBase>(type.GetConstructors(Declared)))
            {
                var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
                for (var at = 1; at + 5 <= code.Length; at++)
                {
                    if (IsCall(code, at) && BitConverter.ToInt32(code, at + 1) == isActive
                        && !Enumerable.Range(at + 5, 11).Any(next => IsConfigureAwait(code, next, method)))
                    {
                        found.Add(NumberBefore(code, at));
                    }
                }
            }
        }

        return string.Join(',', found);
    }

    private static bool IsCall(byte[] code, int at) => at + 5 <= code.Length && code[at] is 0x28 or 0x6F;

    private static bool IsConfigureAwait(byte[] code, int at, MethodBase method)
    {
        if (at + 5 > code.Length || !IsCall(code, at))
        {
            return false;
        }

        try
        {
            return method.Module.ResolveMethod(
                BitConverter.ToInt32(code, at + 1),
                method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null,
                method.IsGenericMethod ? method.GetGenericArguments() : null)!.Name == "ConfigureAwait";
        }
        catch (ArgumentException)
        {
            // The byte was a part of another instruction.
            return false;
        }
    }

    /// <summary>Returns the number that is loaded before a call.</summary>
    private static int NumberBefore(byte[] code, int call) =>
        call >= 5 && code[call - 5] == 0x20 ? BitConverter.ToInt32(code, call - 4)
        : call >= 2 && code[call - 2] == 0x1F ? code[call - 1]
        : code[call - 1] - 0x16;

    private FieldInfo Field(string name) => _control.GetField(name, Static)!;
}
