use std::sync::Mutex;

use leerkring_domain::kernel::Instant;

use super::*;

/// A clock that a test moves.
#[derive(Debug, Default)]
struct Hand(Mutex<Duration>);

impl Clock for Hand {
    fn now(&self) -> Instant {
        Instant::default()
    }

    fn elapsed(&self) -> Duration {
        *self.0.lock().unwrap()
    }
}

impl Hand {
    fn pass(&self, time: Duration) {
        *self.0.lock().unwrap() += time;
    }
}

fn limits(change: impl FnOnce(&mut Settings)) -> (Limits, Arc<Hand>) {
    let mut settings = Settings::default();
    change(&mut settings);
    let hand = Arc::new(Hand::default());
    let clock: Arc<dyn Clock> = hand.clone();
    (Limits::new(&settings, &clock), hand)
}

fn number(number: u32) -> NonZeroU32 {
    NonZeroU32::new(number).unwrap()
}

fn address(text: &str) -> IpAddr {
    text.parse().unwrap()
}

#[test]
fn an_allowance_is_used_up_and_comes_back_little_by_little() {
    let (limits, hand) = limits(|it| it.reads_per_address = number(60));
    let here = address("192.0.2.1");
    let ask = || limits.from_address(here, Manner::Reading);

    let first = ask().unwrap().unwrap();
    assert_eq!(first.policy().to_string(), "\"address-reads\";q=60;w=60");
    assert_eq!(first.limit().to_string(), "\"address-reads\";r=59;t=1");
    for left in (0..59).rev() {
        assert_eq!(ask().unwrap().unwrap().left, left);
    }
    let refused = ask().unwrap_err();
    assert_eq!((refused.left, refused.seconds), (0, 1));
    hand.pass(Duration::from_millis(999));
    assert!(ask().is_err());
    hand.pass(Duration::from_millis(1));
    assert_eq!(ask().unwrap().unwrap().seconds, 60);
    assert!(ask().is_err());
    hand.pass(Duration::from_mins(1));
    assert_eq!(ask().unwrap().unwrap().left, 59);
}

#[test]
fn reading_writing_addresses_and_principals_are_counted_apart() {
    let (limits, _) = limits(|it| {
        it.reads_per_address = number(1);
        it.writes_per_principal = number(1);
    });
    let (one, two) = (address("192.0.2.1"), address("192.0.2.2"));
    let (noor, sam) = (Uuid::from_u128(1), Uuid::from_u128(2));
    assert!(limits.from_address(one, Manner::Reading).is_ok());
    assert!(limits.from_address(one, Manner::Reading).is_err());
    assert!(limits.from_address(one, Manner::Writing).is_ok());
    assert!(limits.from_address(two, Manner::Reading).is_ok());
    assert!(limits.of_principal(noor, Manner::Writing).is_ok());
    assert!(limits.of_principal(noor, Manner::Writing).is_err());
    assert!(limits.of_principal(sam, Manner::Writing).is_ok());
    assert!(limits.of_principal(noor, Manner::Reading).is_ok());
}

#[test]
fn a_network_of_64_bits_is_one_address_and_a_mapped_one_is_its_own() {
    let (limits, _) = limits(|it| it.reads_per_address = number(1));
    let ask = |text| limits.from_address(address(text), Manner::Reading);
    assert!(ask("2001:db8:0:1::1").is_ok());
    assert!(ask("2001:db8:0:1:ffff::2").is_err());
    assert!(ask("2001:db8:0:2::1").is_ok());
    assert!(ask("192.0.2.1").is_ok());
    assert!(ask("::ffff:192.0.2.1").is_err());
}

#[test]
fn without_limits_nothing_is_counted() {
    let (limits, _) = limits(|it| {
        it.enabled = false;
        it.reads_per_address = number(1);
        it.failures = number(1);
    });
    let key = Key { address: address("192.0.2.1"), name: Some("noor@example.nl") };
    for _ in 0..100 {
        assert_eq!(limits.from_address(key.address, Manner::Reading), Ok(None));
        assert_eq!(limits.attempt(Attempt::SignIn, key), Ok(()));
    }
}

#[test]
fn failures_count_and_successes_do_not() {
    let (limits, hand) = limits(|it| it.failures = number(3));
    let key = Key { address: address("192.0.2.1"), name: Some("noor@example.nl") };
    for _ in 0..1000 {
        limits.attempt(Attempt::SignIn, key).unwrap();
        limits.succeeded(Attempt::SignIn, key);
    }
    for _ in 0..3 {
        limits.attempt(Attempt::SignIn, key).unwrap();
    }
    let RetryAfter(seconds) = limits.attempt(Attempt::SignIn, key).unwrap_err();
    assert_eq!(seconds, 200);
    let shouted = Key { name: Some(" NOOR@example.nl "), ..key };
    assert!(limits.attempt(Attempt::SignIn, shouted).is_err());
    assert!(limits.attempt(Attempt::Code, key).is_ok());
    let sam = Key { name: Some("sam@example.nl"), ..key };
    assert!(limits.attempt(Attempt::SignIn, sam).is_ok());
    hand.pass(Duration::from_secs(200));
    assert!(limits.attempt(Attempt::SignIn, key).is_ok());
}

#[test]
fn one_address_cannot_shut_an_account_and_many_cannot_guess_without_end() {
    let (limits, _) = limits(|_| {});
    let key = |last: u32| Key {
        address: IpAddr::V4(std::net::Ipv4Addr::from(0xC000_0200 + last)),
        name: Some("noor@example.nl"),
    };
    let tried =
        |from| (0..1000).filter(|_| limits.attempt(Attempt::SignIn, key(from)).is_ok()).count();
    assert_eq!(tried(1), 10);
    assert!(limits.attempt(Attempt::SignIn, key(2)).is_ok());
    let in_all: usize = (3..200).map(tried).sum();
    assert_eq!(in_all, 100 - 10 - 1);
}

#[test]
fn one_address_cannot_try_every_account() {
    let (limits, _) = limits(|_| {});
    let here = address("192.0.2.1");
    let tried = (0..1000).filter(|number| {
        let name = format!("person{number}@example.nl");
        let key = Key { address: here, name: Some(&name) };
        limits.attempt(Attempt::SignIn, key).is_ok()
    });
    assert_eq!(tried.count(), 50);
    let nobody = Key { address: here, name: None };
    assert_eq!((0..1000).filter(|_| limits.attempt(Attempt::Code, nobody).is_ok()).count(), 50);
}

#[test]
fn mails_count_whatever_comes_of_them() {
    let (limits, _) = limits(|it| it.mails_per_account = number(2));
    let key = Key { address: address("192.0.2.1"), name: Some("noor@example.nl") };
    for _ in 0..2 {
        limits.attempt(Attempt::Reset, key).unwrap();
        limits.succeeded(Attempt::Reset, key);
    }
    assert!(limits.attempt(Attempt::Reset, key).is_err());
    let elsewhere = Key { address: address("192.0.2.2"), ..key };
    assert!(limits.attempt(Attempt::Reset, elsewhere).is_err());
}

#[test]
fn a_refused_attempt_takes_nothing() {
    let (limits, _) = limits(|it| {
        it.failures = number(1);
        it.failures_per_address = number(2);
    });
    let here = address("192.0.2.1");
    let key = |name| Key { address: here, name: Some(name) };
    limits.attempt(Attempt::SignIn, key("one")).unwrap();
    for _ in 0..100 {
        limits.attempt(Attempt::SignIn, key("one")).unwrap_err();
    }
    limits.attempt(Attempt::SignIn, key("two")).unwrap();
    limits.attempt(Attempt::SignIn, key("three")).unwrap_err();
    limits.succeeded(Attempt::SignIn, key("two"));
    limits.attempt(Attempt::SignIn, key("three")).unwrap();
}

#[test]
fn who_did_nothing_for_a_while_is_forgotten() {
    let (limits, hand) = limits(|_| {});
    let rules = limits.0.as_ref().unwrap();
    for number in 0..1000_u32 {
        let address = IpAddr::V4(number.into());
        limits.from_address(address, Manner::Reading).unwrap();
    }
    let used_much = address("192.0.2.1");
    let used = (0..6000).filter(|_| limits.from_address(used_much, Manner::Reading).is_ok());
    assert_eq!(used.count(), 6000);
    hand.pass(Duration::from_secs(30));
    limits.forget_idle();
    assert_eq!(rules.address.reading.remembered(), 1);
    hand.pass(Duration::from_secs(31));
    limits.forget_idle();
    assert_eq!(rules.address.reading.remembered(), 0);
}
