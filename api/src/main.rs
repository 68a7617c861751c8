//! `leerkring`: one binary for the server and what belongs to it.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Parser, Subcommand};
use leerkring::cli;
use leerkring::commands::imports::Options;
use leerkring::config::Config;
use leerkring_domain::kernel::access::RoleKind;
use leerkring_domain::kernel::{Code, Language};
use leerkring_persistence::signing_keys::Purpose;

/// The open backend for what Dutch education's sector organisations run for school boards.
///
/// Settings come from leerkring.toml and from LEERKRING_… in the environment;
/// docs/configuration.md explains each.
#[derive(Debug, Parser)]
#[command(version, arg_required_else_help = true)]
struct Arguments {
    /// Read the settings from this file instead of leerkring.toml.
    #[arg(long, global = true, env = "LEERKRING_CONFIG")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the API.
    Serve,
    /// Serve the API with the real boards and a real offer planned from today, and print tokens.
    Demo,
    /// Bring the database's schema up to date, and end.
    Migrate,
    /// Read open data into the register.
    Import {
        #[command(subcommand)]
        source: Source,
    },
    /// Print the OpenAPI document.
    Openapi {
        /// As YAML instead of JSON.
        #[arg(long)]
        yaml: bool,
    },
    /// Print who may do what, as a page.
    Authorization,
    /// Sign a token for somebody with a role: only with `LEERKRING_DEVELOPMENT=true`.
    Token {
        /// What the person is.
        #[arg(long, value_parser = role_kind())]
        role: RoleKind,
        /// The organiser's slug or the board's number, for all but administrator.
        #[arg(long)]
        of: Option<String>,
        /// How many hours the token is good for.
        #[arg(long, default_value_t = 12, value_parser = clap::value_parser!(u16).range(1..=24))]
        hours: u16,
    },
    /// Invite somebody to a role, such as the first administrator; prints the link that the letter has.
    Invite {
        /// What they are to be.
        #[arg(long, value_parser = role_kind())]
        role: RoleKind,
        /// The organiser's slug or the board's number, for all but administrator.
        #[arg(long)]
        of: Option<String>,
        /// Their e-mail address.
        #[arg(long)]
        email: String,
        /// How to call them.
        #[arg(long)]
        name: Option<String>,
        /// The language of the letter: nl or en.
        #[arg(long, default_value = "nl", value_parser = language())]
        language: Language,
    },
    /// Look at the keys that sign tokens and credentials, make the next one, end one.
    Keys {
        #[command(subcommand)]
        asked: KeysCommand,
    },
    /// Verify the audit log, say how far it is sealed, cut off its oldest part.
    Audit {
        #[command(subcommand)]
        asked: AuditCommand,
    },
    /// Remove what is past its term, as the servers do once a day.
    Retention {
        /// Say what would be removed, and remove nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Look at who was erased, or erase them again after a copy of the database was put back.
    Erase {
        #[command(subcommand)]
        asked: EraseCommand,
    },
    /// Ask the server that runs here whether it is ready; ends with 0 if it is.
    Health,
}

#[derive(Debug, Subcommand)]
enum Source {
    /// DUO's files of boards, schools, partnerships, regions: in any order, told apart by looking.
    Duo {
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Say what would change, and change nothing.
        #[arg(long)]
        dry_run: bool,
        /// Close boards and schools that a file lacks, however many.
        #[arg(long)]
        allow_mass_closing: bool,
    },
}

/// Reads a role by its word.
fn role_kind() -> impl TypedValueParser<Value = RoleKind> {
    PossibleValuesParser::new(RoleKind::ALL.iter().map(|kind| kind.code()))
        .try_map(|word| RoleKind::from_code(&word).ok_or("not a role"))
}

/// Reads a language by its tag.
fn language() -> impl TypedValueParser<Value = Language> {
    PossibleValuesParser::new(Language::ALL.iter().map(|language| language.code()))
        .try_map(|word| Language::from_code(&word).ok_or("not a language"))
}

#[derive(Debug, Subcommand)]
enum KeysCommand {
    /// Every key with what it does now.
    List,
    /// Make a new key: published at once, it signs two minutes later.
    Rotate {
        /// Sign with it at once; who keeps the list of keys may refuse tokens for a minute.
        #[arg(long)]
        now: bool,
        /// The key that signs certificates as credentials, instead of the one that signs tokens.
        #[arg(long)]
        credentials: bool,
    },
    /// Believe nothing more that these keys signed.
    Revoke {
        #[arg(required = true, value_name = "KID", allow_hyphen_values = true)]
        kids: Vec<String>,
    },
}

#[derive(Debug, Subcommand)]
enum AuditCommand {
    /// Make every seal again, and name the first entry that is not as it was sealed. Ends with 0
    /// where there is none. Servers may go on meanwhile.
    Verify {
        /// A head that was written down elsewhere, as `audit head` and the log tell it.
        #[arg(long = "head", value_name = "NUMBER:SEAL")]
        heads: Vec<String>,
        /// The file with a secret of before, the oldest first, where the secret was changed.
        #[arg(long = "old-secret", value_name = "FILE")]
        old_secrets: Vec<PathBuf>,
    },
    /// Print how far the log is sealed, to be kept elsewhere.
    Head,
    /// Verify the log, then cut off what is older than a day. What is left can be verified.
    Cut {
        /// The first day that is kept, in UTC.
        #[arg(long, value_name = "YYYY-MM-DD")]
        before: chrono::NaiveDate,
        /// The file with a secret of before, the oldest first, where the secret was changed.
        #[arg(long = "old-secret", value_name = "FILE")]
        old_secrets: Vec<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
enum EraseCommand {
    /// Who was erased, a line each, by keyed hashes: keep it apart from copies of the database.
    List,
    /// Erase everybody again who is in the database's list or in these files.
    Again {
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if let Command::Openapi { yaml } = arguments.command {
        return end(cli::print_document(yaml));
    }
    if matches!(arguments.command, Command::Authorization) {
        return end(cli::print_authorization());
    }
    let config = match Config::load(arguments.config.as_deref()) {
        Ok(config) => config,
        Err(error) => return end(Err(error.to_string())),
    };
    if matches!(arguments.command, Command::Health) {
        return end(cli::health(&config));
    }
    leerkring::observe::log(&config);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    match runtime {
        Ok(runtime) => end(runtime.block_on(run(&config, arguments.command))),
        Err(error) => end(Err(format!("the threads cannot be started: {error}"))),
    }
}

async fn run(config: &Config, command: Command) -> Result<(), String> {
    match command {
        Command::Serve => cli::serve(config).await,
        Command::Demo => cli::demo(config).await,
        Command::Migrate => cli::migrate(config).await,
        Command::Import { source: Source::Duo { files, dry_run, allow_mass_closing } } => {
            cli::import(config, &files, Options { dry_run, allow_mass_closing }).await
        }
        Command::Token { role, of, hours } => cli::token(config, role, of, hours).await,
        Command::Invite { role, of, email, name, language } => {
            cli::invite(config, role, of, cli::Invited { email, name, language }).await
        }
        Command::Keys { asked } => {
            let asked = match asked {
                KeysCommand::List => cli::KeysAsked::List,
                KeysCommand::Rotate { now, credentials: false } => {
                    cli::KeysAsked::Rotate { purpose: Purpose::Tokens, now }
                }
                KeysCommand::Rotate { now, credentials: true } => {
                    cli::KeysAsked::Rotate { purpose: Purpose::Credentials, now }
                }
                KeysCommand::Revoke { kids } => cli::KeysAsked::Revoke(kids),
            };
            cli::keys(config, asked).await
        }
        Command::Audit { asked } => {
            let asked = match asked {
                AuditCommand::Verify { heads, old_secrets } => {
                    cli::AuditAsked::Verify { heads, old_secrets }
                }
                AuditCommand::Head => cli::AuditAsked::Head,
                AuditCommand::Cut { before, old_secrets } => {
                    cli::AuditAsked::Cut { before, old_secrets }
                }
            };
            cli::audit(config, asked).await
        }
        Command::Retention { dry_run } => cli::retention(config, dry_run).await,
        Command::Erase { asked } => {
            let asked = match asked {
                EraseCommand::List => cli::EraseAsked::List,
                EraseCommand::Again { files } => cli::EraseAsked::Again(files),
            };
            cli::erase(config, asked).await
        }
        Command::Openapi { .. } | Command::Authorization | Command::Health => Ok(()),
    }
}

fn end(result: Result<(), String>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("leerkring: {message}");
            ExitCode::FAILURE
        }
    }
}
