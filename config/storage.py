"""Static files under names that carry their hash, and compressed."""

from servestatic.storage import CompressedManifestStaticFilesStorage as Base


class StaticFilesStorage(Base):  # type: ignore[misc]
    """Rewrite the imports of our own modules; leave source maps, which are not collected, alone."""

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        Base._js_module_import_aggregation_patterns[1],
    )
    patterns = (("*.css", Base.patterns[0][1][:2]),)
