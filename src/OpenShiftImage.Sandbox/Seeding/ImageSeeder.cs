using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Seeding;

/// <summary>
/// Creates Images as a cluster has them, the same every time: named by the digest of their manifest, on shared base
/// layers, from several registries, some of them manifest lists whose members exist, some signed, imported over two
/// years.
/// </summary>
public static class ImageSeeder
{
    /// <summary>How many Images of one application follow one another.</summary>
    internal const int GroupSize = 10;

    /// <summary>In one group of so many a build has another as its base.</summary>
    private const int DerivedEvery = 8;

    private const string ManifestType = ImageResource.ManifestType;
    private const string ListType = ImageResource.ManifestListType;

    private const string IntegratedRegistry = "image-registry.openshift-image-registry.svc:5000";

    private static readonly DateTime s_firstImport = new(2024, 11, 1, 0, 0, 0, DateTimeKind.Utc);

    private static readonly string[] s_registries =
        ["registry.redhat.io", "quay.io", IntegratedRegistry, "docker.io", "ghcr.io"];

    private static readonly string[] s_projects =
        ["ubi9", "openshift", "team-payments", "team-web", "platform", "library", "monitoring"];

    private static readonly string[] s_apps =
    [
        "nodejs-20", "httpd", "postgresql-16", "checkout", "gateway", "redis",
        "prometheus", "frontend", "worker", "keycloak", "kafka", "nginx",
    ];

    private static readonly string[] s_labels = ["web", "db", "api"];
    private static readonly string[] s_architectures = ["amd64", "arm64", "ppc64le", "s390x"];

    /// <summary>Returns Images as functions of the revision that each is to have.</summary>
    /// <param name="count">Number of Images.</param>
    /// <param name="layers">Number of distinct layers of all together, about; null for some six an Image.</param>
    public static IEnumerable<Func<long, StoredImage>> Create(int count, int? layers = null)
    {
        var seeder = new LayerSeeder(layers is { } all ? (double)all / Math.Max(1, count) : null);
        var created = 0;
        for (var group = 0; created < count; group++)
        {
            foreach (var image in CreateGroup(group, seeder).Take(count - created))
            {
                created++;
                yield return revision => StoredImage.Create(image, revision);
            }
        }
    }

    /// <summary>
    /// Returns Images of one application: four platforms of one build, their manifest list, and five further builds, of
    /// which now and then the last is built on the one before.
    /// </summary>
    private static IEnumerable<JsonObject> CreateGroup(int group, LayerSeeder seeder)
    {
        // Consecutive seeds would make generators that resemble one another.
        var random = new Random(BitConverter.ToInt32(SHA256.HashData(BitConverter.GetBytes(group))));
        var app = Pick(random, s_apps);
        var repository = $"{Pick(random, s_registries)}/{Pick(random, s_projects)}/{app}";
        var imported = s_firstImport.AddMinutes(random.Next(0, 2 * 365 * 24 * 60));
        var members = s_architectures
            .Select(architecture => CreateBuild(
                random, group, app, repository, imported, architecture, seeder.Create(random, group, architecture)))
            .ToList();
        foreach (var member in members)
        {
            yield return member;
        }

        yield return CreateManifestList(repository, imported, members);
        JsonArray? below = null;
        for (var i = members.Count + 1; i < GroupSize; i++)
        {
            var isDerived = i == GroupSize - 1 && group % DerivedEvery == DerivedEvery - 1;
            var layers = seeder.Create(random, group, "amd64");
            if (isDerived && below!.All(layer => !JsonNode.DeepEquals(layer, layers[^1])))
            {
                layers = new JsonArray([.. below!.Append(layers[^1]).Select(layer => layer!.DeepClone())]);
            }

            var build = CreateBuild(random, group, app, repository, imported.AddHours(i * 7), "amd64", layers);
            below = build["dockerImageLayers"]!.AsArray();
            yield return build;
        }
    }

    private static JsonObject CreateBuild(
        Random random,
        int group,
        string app,
        string repository,
        DateTime imported,
        string architecture,
        JsonArray layers)
    {
        var version = $"{random.Next(1, 6)}.{random.Next(0, 30)}.{random.Next(0, 100)}";
        var config = CreateConfig(random, app, version, architecture, imported, layers.Count);
        var configText = config.ToJsonString();
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = ManifestType,
            ["config"] = new JsonObject
            {
                ["mediaType"] = "application/vnd.docker.container.image.v1+json",
                ["size"] = Encoding.UTF8.GetByteCount(configText),
                ["digest"] = ContentDigest.Compute(configText),
            },
            ["layers"] = new JsonArray([.. layers.Select(layer => new JsonObject
            {
                ["mediaType"] = LayerSeeder.LayerType,
                ["size"] = layer!["size"]!.DeepClone(),
                ["digest"] = layer["name"]!.DeepClone(),
            })]),
        }.ToJsonString();
        var name = ContentDigest.Compute(manifest);
        var image = CreateImage(name, repository, imported);
        var size = layers.Sum(layer => (long)layer!["size"]!) + Encoding.UTF8.GetByteCount(configText);
        image["dockerImageMetadata"] = new JsonObject
        {
            ["kind"] = "DockerImage",
            ["apiVersion"] = "image.openshift.io/1.0",
            ["Id"] = ContentDigest.Compute(configText),
            ["Created"] = config["created"]!.DeepClone(),
            ["ContainerConfig"] = new JsonObject(),
            ["Author"] = "builds@example.com",
            ["Config"] = config["config"]!.DeepClone(),
            ["Architecture"] = architecture,
            ["Size"] = size,
        };
        image["dockerImageLayers"] = layers;
        image["dockerImageManifestMediaType"] = ManifestType;
        var annotations = new JsonObject { ["image.openshift.io/dockerLayersOrder"] = "ascending" };
        image["metadata"]!["annotations"] = annotations;
        if (repository.StartsWith(IntegratedRegistry, StringComparison.Ordinal))
        {
            annotations["openshift.io/image.managed"] = "true";
        }

        if (random.Next(3) == 0)
        {
            // The integrated registry keeps manifest and config itself.
            annotations["image.openshift.io/manifestBlobStored"] = "true";
        }
        else
        {
            image["dockerImageManifest"] = manifest;
            image["dockerImageConfig"] = configText;
        }

        if (group % 5 < 3)
        {
            image["metadata"]!["labels"] = new JsonObject
            {
                ["app"] = s_labels[group % s_labels.Length],
                ["tier"] = group % 2 == 0 ? "front" : "back",
            };
        }

        if (random.Next(8) == 0)
        {
            image["signatures"] = new JsonArray(CreateSignature(random, name, repository, imported));
            image["metadata"]!.AsObject().Remove("managedFields");
        }

        return image;
    }

    private static JsonObject CreateManifestList(string repository, DateTime imported, List<JsonObject> members)
    {
        var manifests = new JsonArray([.. members.Select((member, index) => new JsonObject
        {
            ["digest"] = (string)member["metadata"]!["name"]!,
            ["mediaType"] = ManifestType,
            ["manifestSize"] = 500 + (150 * member["dockerImageLayers"]!.AsArray().Count),
            ["architecture"] = s_architectures[index],
            ["os"] = "linux",
        })]);
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = ListType,
            ["manifests"] = new JsonArray([.. manifests.Select(item => new JsonObject
            {
                ["mediaType"] = ManifestType,
                ["size"] = item!["manifestSize"]!.DeepClone(),
                ["digest"] = item["digest"]!.DeepClone(),
                ["platform"] = new JsonObject
                {
                    ["architecture"] = item["architecture"]!.DeepClone(),
                    ["os"] = "linux",
                },
            })]),
        }.ToJsonString();
        var image = CreateImage(ContentDigest.Compute(manifest), repository, imported);
        image["dockerImageMetadata"] = new JsonObject
        {
            ["kind"] = "DockerImage",
            ["apiVersion"] = "image.openshift.io/1.0",
            ["Id"] = "",
            ["Created"] = null,
            ["ContainerConfig"] = new JsonObject(),
        };
        image["dockerImageManifest"] = manifest;
        image["dockerImageManifestMediaType"] = ListType;
        image["dockerImageManifests"] = manifests;
        return image;
    }

    private static JsonObject CreateImage(string name, string repository, DateTime imported) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["uid"] = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes("uid" + name)).AsSpan(0, 16)).ToString(),
            ["creationTimestamp"] = Timestamp.Format(imported),
            ["managedFields"] = new JsonArray(new JsonObject
            {
                ["manager"] = "openshift-apiserver",
                ["operation"] = "Update",
                ["apiVersion"] = ImageResource.ApiVersion,
                ["time"] = Timestamp.Format(imported),
                ["fieldsType"] = "FieldsV1",
                ["fieldsV1"] = new JsonObject
                {
                    ["f:dockerImageLayers"] = new JsonObject(),
                    ["f:dockerImageManifestMediaType"] = new JsonObject(),
                    ["f:dockerImageMetadata"] = new JsonObject(),
                    ["f:dockerImageMetadataVersion"] = new JsonObject(),
                    ["f:dockerImageReference"] = new JsonObject(),
                },
            }),
        },
        ["dockerImageReference"] = $"{repository}@{name}",
        ["dockerImageMetadataVersion"] = "1.0",
    };

    private static JsonObject CreateConfig(
        Random random, string app, string version, string architecture, DateTime imported, int layers)
    {
        var created = Timestamp.Format(imported.AddDays(-random.Next(0, 60)));
        return new JsonObject
        {
            ["architecture"] = architecture,
            ["os"] = "linux",
            ["created"] = created,
            ["author"] = "builds@example.com",
            ["config"] = new JsonObject
            {
                ["User"] = "1001",
                ["ExposedPorts"] = new JsonObject { ["8080/tcp"] = new JsonObject() },
                ["Env"] = new JsonArray(
                    "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                    $"APP_NAME={app}",
                    $"APP_VERSION={version}",
                    "LANG=C.UTF-8"),
                ["Entrypoint"] = new JsonArray("container-entrypoint"),
                ["Cmd"] = new JsonArray("/usr/libexec/s2i/run"),
                ["Volumes"] = random.Next(4) == 0
                    ? new JsonObject { ["/var/lib/data"] = new JsonObject() }
                    : new JsonObject(),
                ["WorkingDir"] = "/opt/app-root/src",
                ["Labels"] = new JsonObject
                {
                    ["io.k8s.display-name"] = app,
                    ["io.openshift.expose-services"] = "8080:http",
                    ["name"] = app,
                    ["release"] = random.Next(1, 500).ToString(CultureInfo.InvariantCulture),
                    ["vendor"] = "Example, Inc.",
                    ["version"] = version,
                },
            },
            ["rootfs"] = new JsonObject
            {
                ["type"] = "layers",
                ["diff_ids"] = new JsonArray([.. Enumerable.Range(0, layers).Select(
                    i => JsonValue.Create(ContentDigest.Compute($"diff-{app}-{version}-{i}")))]),
            },
            ["history"] = new JsonArray([.. Enumerable.Range(0, layers * 2).Select(i => new JsonObject
            {
                ["created"] = created,
                ["created_by"] = $"/bin/sh -c #(nop) {(i % 2 == 0 ? "COPY" : "ENV")} step-{i} of {app} {version}",
                ["empty_layer"] = i % 2 == 1,
            })]),
        };
    }

    private static JsonObject CreateSignature(Random random, string name, string repository, DateTime imported)
    {
        var content = new byte[700];
        random.NextBytes(content);
        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{name}@{ContentDigest.Compute("signature" + name)[7..39]}",
            },
            ["type"] = "atomic",
            ["content"] = Convert.ToBase64String(content),
            ["conditions"] = new JsonArray(
                CreateCondition("Trusted", imported), CreateCondition("ForImage", imported)),
            ["imageIdentity"] = repository,
            ["created"] = Timestamp.Format(imported),
            ["issuedBy"] = new JsonObject { ["commonName"] = "Example Release Key" },
            ["issuedTo"] = new JsonObject { ["publicKeyID"] = "0x685ebe62bf278440" },
        };
    }

    private static JsonObject CreateCondition(string type, DateTime time) => new()
    {
        ["type"] = type,
        ["status"] = "True",
        ["lastProbeTime"] = Timestamp.Format(time),
        ["lastTransitionTime"] = Timestamp.Format(time),
        ["reason"] = "manual verification",
    };

    private static string Pick(Random random, string[] choices) => choices[random.Next(choices.Length)];
}
