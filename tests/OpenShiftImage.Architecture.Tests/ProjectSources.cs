using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace OpenShiftImage.Architecture.Tests;

/// <summary>The sources of one project, and which of its folders refer to which.</summary>
internal sealed class ProjectSources
{
    private const string Usings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Net.Http; global using System.Threading; global using System.Threading.Tasks;";

    // Each project is understood once, whatever number of tests looks at it.
    private static readonly ConcurrentDictionary<string, Lazy<CSharpCompilation>> s_compilations = new(
        StringComparer.Ordinal);

    private static readonly Lazy<IReadOnlyList<MetadataReference>> s_platform = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path))]);

    private readonly string _root;
    private readonly CSharpCompilation _compilation;

    private ProjectSources(string root, CSharpCompilation compilation)
    {
        _root = root;
        _compilation = compilation;
    }

    /// <summary>Gets the folders that have sources; the empty text is the project's own folder.</summary>
    public IReadOnlyList<string> Folders =>
        [.. _compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0)
            .Select(FolderOf)
            .Distinct()
            .Order(StringComparer.Ordinal)];

    /// <summary>Gets the top of the repository.</summary>
    public static string RepositoryRoot { get; } = FindRepository();

    /// <summary>Reads the sources of a project and of those that it refers to, so that names of all of them are understood.</summary>
    /// <param name="name">Name of the project's folder in <c>src</c>.</param>
    /// <param name="referenced">Names of the projects that it refers to.</param>
    public static ProjectSources Read(string name, params string[] referenced) =>
        new(Path.Combine(RepositoryRoot, "src", name), GetCompilation(name, referenced));

    /// <summary>Returns every reference from a folder to another one, with the place of the first of each file.</summary>
    public IReadOnlyList<FolderReference> FindReferences()
    {
        var found = new Dictionary<(string File, string To), FolderReference>();
        foreach (var tree in _compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0))
        {
            var model = _compilation.GetSemanticModel(tree);
            var from = FolderOf(tree);
            foreach (var name in tree.GetRoot()
                .DescendantNodes(_ => true, descendIntoTrivia: false)
                .OfType<SimpleNameSyntax>())
            {
                foreach (var to in FoldersOf(model.GetSymbolInfo(name)).Where(to => to != from))
                {
                    var line = name.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
                    found.TryAdd(
                        (tree.FilePath, to),
                        new FolderReference(from, to, $"{Path.GetRelativePath(_root, tree.FilePath)}:{line} ({name})"));
                }
            }
        }

        return [.. found.Values];
    }

    /// <summary>Returns the files with more than one type of their own, and the types.</summary>
    public IReadOnlyList<string> FindFilesWithSeveralTypes() =>
        [.. _compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0)
            .Select(tree => (tree.FilePath, Types: tree.GetRoot().DescendantNodes()
                .OfType<BaseTypeDeclarationSyntax>()
                .Where(type => type.Parent is BaseNamespaceDeclarationSyntax or CompilationUnitSyntax)
                .Select(type => type.Identifier.Text).Distinct().ToList()))
            .Where(file => file.Types.Count > 1)
            .Select(file => $"{Path.GetRelativePath(_root, file.FilePath)}: {string.Join(", ", file.Types)}")];

    private static CSharpCompilation GetCompilation(string name, string[] referenced) => s_compilations.GetOrAdd(
        name,
        _ => new Lazy<CSharpCompilation>(() => Compile(
            name,
            [
                .. s_platform.Value, .. referenced.Select(other => GetCompilation(other, []).ToMetadataReference()),
            ]))).Value;

    private static CSharpCompilation Compile(string name, IReadOnlyList<MetadataReference> references)
    {
        var root = Path.Combine(RepositoryRoot, "src", name);
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var trees = Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(
                file => Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar)[0] is not ("bin" or "obj"))
            .Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file));
        return CSharpCompilation.Create(
            name,
            [.. trees, CSharpSyntaxTree.ParseText(Usings, options)],
            references,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
    }

    private static string FindRepository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "OpenShiftImage.sln")))
        {
            folder = Path.GetDirectoryName(folder)
                ?? throw new DirectoryNotFoundException("The tests do not run below the repository.");
        }

        return folder;
    }

    /// <summary>Returns where a name is declared. A type of several files counts for the one that is called like it.</summary>
    private IEnumerable<string> FoldersOf(SymbolInfo info)
    {
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        if (symbol is null or INamespaceSymbol or ILocalSymbol or IParameterSymbol or ITypeParameterSymbol or ILabelSymbol or IRangeVariableSymbol)
        {
            return [];
        }

        var files = symbol.OriginalDefinition.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree)
            .Where(tree => tree.FilePath.Length > 0 && _compilation.ContainsSyntaxTree(tree)).ToList();
        var main = files.FirstOrDefault(file => Path.GetFileNameWithoutExtension(file.FilePath) == symbol.Name)
            ?? files.FirstOrDefault();
        return main is null ? [] : [FolderOf(main)];
    }

    private string FolderOf(SyntaxTree tree)
    {
        var parts = Path.GetRelativePath(_root, tree.FilePath).Split(Path.DirectorySeparatorChar);
        return parts.Length > 1 ? parts[0] : "";
    }
}
