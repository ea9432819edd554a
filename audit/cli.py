"""The `assay` command: each subcommand reads its arguments, calls one function and prints.

What takes time to import is imported by the subcommand that needs it, so that `assay --help`
answers at once.
"""

import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import click
from platformdirs import user_cache_path

from audit.record_cli import RECORD_COMMANDS
from detectors.errors import AuditError

EPILOG = (
    "Exit codes: 0 every gate passed; 1 a gate failed or an answer was refuted; 2 the call or an "
    "input is wrong; 3 something could not be judged. Only 0 is a pass."
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line; a user's mistake is one line on stderr and exit code 2."""
    try:
        sys.exit(assay.main(args=arguments, prog_name="assay", standalone_mode=False))
    except click.ClickException as problem:
        problem.show()
        sys.exit(2)
    except click.Abort:
        click.echo("assay: interrupted", err=True)
        sys.exit(130)
    except (AuditError, OSError) as problem:
        click.echo(f"assay: {problem}", err=True)
        sys.exit(2)
    except Exception:  # a defect: code 1 would read as a failed gate
        traceback.print_exc()
        click.echo("assay: this is a defect of Assay; please report it", err=True)
        sys.exit(3)


@click.group(epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="assaykit", prog_name="assay")
def assay() -> None:
    """Audit language models for a regulated domain, and write the evidence down.

    Begin with `assay demo`: the whole audit on shipped parts, offline.
    """


for command in RECORD_COMMANDS:
    assay.add_command(command)

folder = click.Path(file_okay=False, path_type=Path)
cache_option = click.option(
    "--cache",
    type=folder,
    default=user_cache_path("assay"),
    envvar="ASSAY_CACHE",
    show_default="your cache folder, or $ASSAY_CACHE",
    help="Fine-tuned models, weights and indexes that later runs use again.",
)
out_option = click.option(
    "--out", type=folder, help="Folder for the run.  [default: audit-out/NAME-001, -002, ...]"
)
format_option = click.option(
    "--format",
    "formats",
    default="html,json,md",
    show_default=True,
    help="Report formats, separated by commas.",
)


@assay.command()
@click.argument("domains", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Audit every shipped domain, one by one.")
@click.option("--replay", is_flag=True, help="Answer from the shipped recording of the LLM.")
@out_option
@cache_option
def demo(domains: tuple[str, ...], every: bool, replay: bool, out: Path | None, cache: Path) -> int:
    """Audit two real models on shipped parts, offline.

    Fine-tunes a small model (22.7M parameters), serves a large one on this machine (Gemma 3 270M,
    a base model), asks both the suite of each of DOMAINS and writes its reports. DOMAINS are any of
    finance, legal, medical and support; without one it is medical. Exits 0 when the audits were
    carried out, whatever they found; `assay run` tells that by its exit code.
    """
    from audit.demo import audit_domains
    from audit.shipped import shipped_domains

    if every and domains:
        raise click.UsageError("--all and DOMAINS exclude each other")
    wanted = shipped_domains() if every else domains or ("medical",)
    return audit_domains(wanted, replay=replay, out=out, cache=cache)


@assay.command()
@click.argument("suite", type=click.Path(path_type=Path))
@click.option("--subject", "only", multiple=True, help="Ask only this subject; may be repeated.")
@click.option("--record", is_flag=True, help="Write LLM answers to recordings/ beside the suite.")
@click.option("--replay", is_flag=True, help="Answer for LLMs from those recordings; no call.")
@click.option("--resume", is_flag=True, help="Go on with the run in --out that was cut short.")
@format_option
@out_option
@cache_option
def run(
    suite: Path,
    only: tuple[str, ...],
    record: bool,
    replay: bool,
    resume: bool,
    formats: str,
    out: Path | None,
    cache: Path,
) -> int:
    """Audit the models of SUITE, a suite file or its folder, and write run and reports."""
    from audit.run_command import audit_suite

    if record and replay:
        raise click.UsageError("--record and --replay exclude each other")
    if resume and out is None:
        raise click.UsageError("--resume wants the --out of the run that was cut short")
    return audit_suite(
        suite,
        only=only,
        out=out,
        cache=cache,
        record=record,
        replay=replay,
        resume=resume,
        formats=formats,
    )


@assay.command()
@click.argument("run", type=click.Path(path_type=Path))
@format_option
@click.option("--out", type=folder, help="Folder for the reports.  [default: the run's]")
def report(run: Path, formats: str, out: Path | None) -> int:
    """Write reports of a stored RUN again, without asking anything."""
    from audit.run_command import report_run

    return report_run(run, formats=formats, out=out)


@assay.command()
@click.argument("suite", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def plan(suite: Path, as_json: bool) -> None:
    """Tell what an audit of SUITE would ask, cost and need; nothing is asked or loaded.

    Each gate is told how many cases it has, and with how many it would pass four times of five if
    the model is better than the bound by the gate's margin.
    """
    from audit.plan_command import plan as tell_plan

    tell_plan(suite, as_json=as_json)


@assay.command()
@click.argument("base", type=click.Path(path_type=Path))
@click.argument("run", type=click.Path(path_type=Path))
@click.option(
    "--subject",
    "renamed",
    multiple=True,
    metavar="BASE=RUN",
    help="Compare subjects of different names; may be repeated.",
)
@click.option(
    "--margin", default=0.05, show_default=True, help="Loss that does not matter: 0.05 is 5 points."
)
@click.option("--minimum-n", default=30, show_default=True, help="Fewer cases show nothing.")
@click.option(
    "--out",
    multiple=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write it to FILE.md or FILE.json; may be repeated.",
)
def compare(
    base: Path,
    run: Path,
    renamed: tuple[str, ...],
    margin: float,
    minimum_n: int,
    out: tuple[Path, ...],
) -> int:
    """Compare RUN with an earlier run, BASE: what regressed, held or improved.

    Both are compared on the cases that they share, subject by subject, metric by metric and slice
    by slice. Exits 1 where anything regressed, 3 where nothing could be decided, else 0.
    """
    from audit.compare_command import compare as compare_records

    return compare_records(base, run, renamed=renamed, out=out, margin=margin, minimum_n=minimum_n)


@assay.command()
@click.argument("docs", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=folder, required=True, help="Folder for the index.")
@click.option(
    "--embedder",
    default="all-MiniLM-L6-v2",
    show_default=True,
    help="A sentence-transformers folder or hub id.",
)
@click.option(
    "--text-field", default="text", show_default=True, help="JSONL field that holds the text."
)
def index(docs: tuple[Path, ...], out: Path, embedder: str, text_field: str) -> None:
    """Build a reference corpus from DOCS: text, Markdown and JSONL files, or folders of them."""
    from audit.index_command import build_index

    build_index(docs, out=out, embedder=embedder, text_field=text_field)


@assay.command()
@click.argument("answers", metavar="IN.jsonl", type=click.Path(path_type=Path))
@click.option(
    "--corpus",
    type=click.Path(path_type=Path),
    help="Index or folder of documents, for answers without `evidence`.",
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="JSON file."
)
@click.option(
    "--method",
    type=click.Choice(["platt", "isotonic"]),
    default="platt",
    show_default=True,
    help="How it is fitted; isotonic wants 1,000 answers.",
)
@click.option(
    "--calibration",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The calibration to start from.  [default: the one that ships]",
)
@click.option(
    "--embedder",
    show_default="that of the index, or all-MiniLM-L6-v2",
    help="A sentence-transformers folder or hub id.",
)
@cache_option
def calibrate(
    answers: Path,
    corpus: Path | None,
    out: Path,
    method: str,
    calibration: Path | None,
    embedder: str | None,
    cache: Path,
) -> None:
    """Fit the detector's probabilities to labelled answers, and tell how good they are.

    IN.jsonl has one `{"id", "answer", "label", "evidence", "question", "document"}` a line; label
    is supported, refuted, not_enough_info or not_supported, and the last three are optional. How
    good the fit is gets measured on documents held back. `assay ground --calibration` and a suite
    take what is written.
    """
    from audit.calibrate_command import calibrate as fit_calibration

    fit_calibration(
        answers,
        out=out,
        cache=cache,
        corpus=corpus,
        embedder=embedder,
        calibration=calibration,
        method=method,
    )


@assay.command()
@click.argument("answers", metavar="IN.jsonl", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--corpus",
    type=click.Path(path_type=Path),
    help="Index or folder of documents, for answers without `evidence`.",
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="JSONL file."
)
@click.option(
    "--citations", is_flag=True, help="Follow the citations of answers into the corpus too."
)
@click.option("--resume", is_flag=True, help="Keep what is in --out, and judge only the rest.")
@click.option(
    "--calibration",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="What `assay calibrate` wrote.  [default: the one that ships]",
)
@click.option(
    "--embedder",
    show_default="that of the index, or all-MiniLM-L6-v2",
    help="A sentence-transformers folder or hub id.",
)
@cache_option
def ground(
    answers: Path,
    corpus: Path | None,
    out: Path,
    citations: bool,
    resume: bool,
    calibration: Path | None,
    embedder: str | None,
    cache: Path,
) -> int:
    """Judge answers that already exist: is each claim supported, refuted or not in evidence?

    IN.jsonl has one `{"id", "answer", "evidence", "question"}` a line; evidence, a text or a list
    of texts, and question are optional. Every answer gets a line in --out. A wrong line is told
    and left out; correct it, then go on with --resume. Exits 1 where a claim was refuted or a
    citation leads nowhere or to a source that says otherwise, 2 where a line was wrong, 3 where
    nothing was judged, no answer's citations were followed, or one is not in English.
    """
    if citations and corpus is None:
        raise click.UsageError("--citations follows them into a corpus; name one with --corpus")
    from audit.ground_command import ground as judge_answers

    return judge_answers(
        answers,
        out=out,
        corpus=corpus,
        calibration=calibration,
        citations=citations,
        resume=resume,
        embedder=embedder,
        cache=cache,
    )


@assay.command()
@click.argument("model")
@click.argument("texts", metavar="IN.jsonl", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help="JSONL file."
)
@click.option(
    "--method", default="integrated_gradients", show_default=True, help="How words are scored."
)
@click.option(
    "--baseline",
    default="pad",
    show_default=True,
    help="What a text without its words is: pad, mask, zero or average.",
)
@click.option("--resume", is_flag=True, help="Keep what is in --out, and explain only the rest.")
def explain(model: str, texts: Path, out: Path, method: str, baseline: str, resume: bool) -> int:
    """Explain the decisions of MODEL, a fine-tuned classifier: which words of a text decided?

    MODEL is a folder or a hub id. IN.jsonl has one `{"id", "text"}` a line. Every text gets a line
    in --out: label, a signed score for each word, how exactly the scores add up, and whether these
    words carry the decision more than random ones do. Exits 2 where a line was wrong, 3 where
    nothing was explained or a text could not be.
    """
    from audit.explain_command import explain as explain_texts

    return explain_texts(model, texts, out=out, method=method, baseline=baseline, resume=resume)


@assay.command()
@click.argument("base")
@click.argument("train", type=click.Path(path_type=Path))
@click.option("--out", type=folder, required=True, help="Folder for the model; must not exist.")
@click.option("--epochs", type=click.IntRange(1), help="Passes over the examples.")
@click.option("--seed", type=int, default=0, show_default=True)
def finetune(base: str, train: Path, out: Path, epochs: int | None, seed: int) -> None:
    """Fine-tune BASE on TRAIN, a JSONL file of `text` and `label`.

    BASE is a model folder, a hub id, or all-MiniLM-L6-v2 from the extra `local`. Validation
    accuracy and a model card with the data's digest are written beside the weights.
    """
    from audit.finetune_command import make_model

    make_model(base, train, out=out, epochs=epochs, seed=seed)


@assay.command()
@click.argument("domain")
@click.option("--out", type=folder, help="Folder for the suite; must not exist.  [default: DOMAIN]")
def new(domain: str, out: Path | None) -> None:
    """Write a small suite that runs, for you to put DOMAIN into.

    Training rows, cases of each kind, pages, prompts and gates, and comments that say what to write
    where. Its few cases prove nothing, and its audit says so.
    """
    from audit.new_command import new_suite

    made = new_suite(domain, out=out)
    click.echo(f"Suite: {made / 'suite.yaml'}\nNext: assay plan {made}, then assay run {made}")


@assay.command()
@click.argument("kind", type=click.Choice(["case", "suite"]), default="suite")
def schema(kind: str) -> None:
    """Print the JSON schema of suite files, or that of a case, for your editor.

    A first line `# yaml-language-server: $schema=suite.schema.json` in suite.yaml names the file
    that you save it to; `assay new` writes both.
    """
    from audit.suite_schema import schema_text

    click.echo(schema_text(kind), nl=False)
