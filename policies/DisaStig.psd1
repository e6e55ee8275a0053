# DisaStig: what Image objects tell of the requirements of the Security Technical Implementation Guide of DISA for Red Hat OpenShift
# Container Platform 4.x, version 2 release 3 (benchmark date 02 July 2025). That is the release that was read: the ids of a later one were
# not compared with it.
#
# It gathers evidence, and is no assessment. A failed rule is something to review and not by itself a finding; and that all rules pass does
# not mean that a requirement is met. Ids and titles are the guide's, and the rest of the words is ours.
#
# What of the guide is about images and cannot be judged from Image objects, so that no rule here stands for it:
#
#   CNTR-OS-000010  TLS for the transport of images: the check reads insecure registries from image.config.openshift.io/cluster.
#   CNTR-OS-000360  Images are verified: the check reads /etc/containers/policy.json on each node. Signatures of Image objects say
#                   nothing of that.
#   CNTR-OS-000390  Ports, protocols and services: the check looks at those of the platform, and not at what images expose.
#   CNTR-OS-000740  Integrity of updates: the check reads clusterversion.
#   CNTR-OS-000880  Old components are removed: the check reads whether imagepruners.imageregistry.operator.openshift.io/cluster is
#                   suspended. Get-OSImageUsage shows what a prune would remove.
#   CNTR-OS-000900  Updates of the runtime: the check reads the import policies of the tags of image streams.
#   CNTR-OS-001060  Continuous scans for vulnerabilities: the check looks for a scanner.
#
# It is data, and never run. Copy it, and change what the guide leaves to your organization: the lines that say so.
@{
    Name        = 'DisaStig'
    Description = 'What Image objects tell of the DISA STIG for Red Hat OpenShift Container Platform 4.x, V2R3.'
    Rules       = @{
        # CNTR-OS-000380 (CAT II): OpenShift must contain only container images for those capabilities being offered by the container
        # platform. The check is a review of the output of 'oc get images' by hand. An Image that neither a workload uses nor a tag points to
        # is what that review looks for first. One that is used may be unnecessary all the same: only people know.
        UsedImages     = @{
            Rule     = 'Used'
            Id       = 'CNTR-OS-000380'
            Severity = 'Warning'
            Reason   = 'CNTR-OS-000380 asks for nothing but the images that the platform needs: review what nothing uses.'
        }

        # CNTR-OS-000660 (CAT I): Container images instantiated by OpenShift must execute using least privileges. The check looks at security
        # context constraints, roles and bindings. The guide wants images that can run as any user; one that names root was probably not made
        # so. What its containers may do is told by the constraint that they are admitted by. The images of the platform are left out.
        NonRootImages  = @{
            Rule     = 'NoRoot'
            Id       = 'CNTR-OS-000660'
            Severity = 'Warning'
            Reason   = 'CNTR-OS-000660 asks for least privileges: review which security context constraint admits what wants to be root.'
            Except   = 'quay.io/openshift-release-dev/*'
        }

        # CNTR-OS-000890 (CAT II): OpenShift must contain the latest images with most recent updates and execute within the container platform
        # runtime as authorized by IAVM, CTOs, DTMs, and STIGs. The check reads the registries that the cluster is configured to allow, and
        # asks whether they are trusted by the organization. The registries of Images show where they really came from.
        # YOURS TO SET: the registries that your organization trusts. These are Red Hat's, and the integrated one.
        TrustedSources = @{
            Rule       = 'AllowedRegistry'
            Id         = 'CNTR-OS-000890'
            Severity   = 'Warning'
            Reason     = 'CNTR-OS-000890 asks for images from sources that the organization trusts: review what comes from others.'
            Registries = @(
                'registry.redhat.io'
                'registry.access.redhat.com'
                'registry.connect.redhat.com'
                'quay.io/openshift-release-dev'
                'image-registry.openshift-image-registry.svc:5000'
            )
        }

        # The title of CNTR-OS-000890 speaks of the most recent updates too. The guide names no age: this one is only for information.
        # YOURS TO SET: the days.
        RecentImages   = @{
            Rule     = 'MaximumAge'
            Id       = 'CNTR-OS-000890'
            Severity = 'Information'
            Days     = 180
            Reason   = 'CNTR-OS-000890 asks for the latest images. An image gets the updates of its base only when it is built anew.'
        }
    }
}
