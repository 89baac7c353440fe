// A misspelt upcoming feature is ignored in silence. This file does not compile unless every one that
// Package.swift asks for is really on.

#if !hasFeature(ExistentialAny)
    #error("ExistentialAny is off")
#endif

#if !hasFeature(MemberImportVisibility)
    #error("MemberImportVisibility is off")
#endif

#if !hasFeature(InternalImportsByDefault)
    #error("InternalImportsByDefault is off")
#endif

#if !hasFeature(NonisolatedNonsendingByDefault)
    #error("NonisolatedNonsendingByDefault is off")
#endif

#if !hasFeature(InferIsolatedConformances)
    #error("InferIsolatedConformances is off")
#endif

#if !hasFeature(ImmutableWeakCaptures)
    #error("ImmutableWeakCaptures is off")
#endif
