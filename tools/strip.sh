#!/bin/sh
# Take outputs, counts and what JupyterLab writes about itself out of notebooks (arguments).
keys="cell.metadata.editable cell.metadata.jupyter cell.metadata.slideshow"
for key in codemirror_mode file_extension mimetype nbconvert_exporter pygments_lexer version; do
  keys="$keys metadata.language_info.$key"
done
exec "$(dirname "$0")/../.venv/bin/nbstripout" --keep-id --extra-keys "$keys" "$@"
