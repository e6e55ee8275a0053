# Strict: all of Baseline, and what takes work to keep. It is a beginning: copy it, and change the figures to those of your house.
# It is data, and never run. about_OSImagePolicies has all rules with their settings.
@{
    Name        = 'Strict'
    Description = 'All of Baseline, and what takes work to keep.'
    Rules       = @{
        # As in Baseline.
        NoSecretInEnv      = @{
            Severity = 'Error'
            Reason   = 'Whoever can pull an image can read its environment. Secrets belong into Secret objects, which a container gets when it starts.'
        }
        DeprecatedManifest = @{
            Severity = 'Error'
            Reason   = 'Registries and container engines no longer take manifests of schema 1.'
        }
        PulledByDigest     = @{
            Severity = 'Error'
            Reason   = 'A tag can be moved to other content; a digest cannot.'
        }
        EndOfLifeBase      = @{
            Severity = 'Error'
            Reason   = 'Nobody mends faults of a base whose support has ended.'
            Bases    = @(
                # No label of the image tells 7 from 8. The later date counts for both.
                @{ Name = 'CentOS Linux (8 ended on 2021-12-31)'; Labels = @{ 'org.label-schema.name' = 'CentOS Base Image' }; EndOfLife = '2024-06-30' }
                @{ Name = 'UBI 7'; Labels = @{ 'com.redhat.component' = 'ubi7*' }; EndOfLife = '2024-06-30' }
                @{
                    Name      = 'Ubuntu 18.04'
                    Labels    = @{ 'org.opencontainers.image.ref.name' = 'ubuntu'; 'org.opencontainers.image.version' = '18.04' }
                    EndOfLife = '2023-05-31'
                }
                @{
                    Name      = 'Ubuntu 20.04'
                    Labels    = @{ 'org.opencontainers.image.ref.name' = 'ubuntu'; 'org.opencontainers.image.version' = '20.04' }
                    EndOfLife = '2025-05-31'
                }
            )
        }

        # OpenShift gives containers a user of their own by its default security context constraint. An image that names a user runs
        # elsewhere too without being root. The images of OpenShift itself are not yours to change.
        NoRoot             = @{
            Severity = 'Warning'
            Reason   = 'What runs as root and breaks out is root on the node, where no security context constraint forbids it.'
            Except   = 'quay.io/openshift-release-dev/*'
        }

        # An image that has not been built for half a year lacks half a year of updates of its base.
        MaximumAge         = @{
            Days   = 180
            Since  = 'Build'
            Reason = 'An image gets the updates of its base only when it is built anew.'
            Except = 'quay.io/openshift-release-dev/*'
        }

        # Large images start late on a node that does not have them, and have much in them that nobody needs.
        MaximumSize        = @{
            Size   = '1GB'
            Reason = 'Large images start late, and have in them what nobody needs.'
        }
        MaximumLayers      = @{
            Count  = 60
            Reason = 'Many layers come of many steps that undo each other. Some container engines take 127 at most.'
        }

        # The ports of remote shells and desktops.
        ExposedPort        = @{
            Denied = 22, 23, 3389, '5900-5901'
            Reason = 'A container is reached by oc exec, and not by a remote shell of its own.'
        }
    }
}
