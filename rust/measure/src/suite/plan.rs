//! A table's functions under the emulator: from its entry to a plan, and from what was measured to its files.

use super::{
    SuiteRun,
    entries::{Form, Measure, Payload, Row, Runs},
};
use crate::{
    Candidate, Check, Column, MeasureError, Payloads, Plan, candidate, json, markdown, mixed_payload,
    pattern, record_text, text_payload,
};
use lambda_emulator::Cgroups;
use std::time::Duration;

/// Time-out of an invocation.
const TIMEOUT: Duration = Duration::from_secs(60);

impl SuiteRun<'_> {
    pub(super) fn functions(
        &self,
        measure: &Measure,
        file: &str,
        payload: Option<Payload>,
        failures: &mut Vec<String>,
        progress: &mut impl FnMut(&str),
    ) -> Result<String, MeasureError> {
        let plan = self.plan(measure, payload)?;
        if let (true, Err(reason)) = (measure.limits, &plan.limits) {
            progress(&format!("{reason}; the functions run unlimited"));
        }
        let measured = crate::run(&plan, |round, function| {
            progress(&format!(
                "round {} of {}: {}, {} MB",
                round + 1,
                plan.processes,
                function.name,
                function.settings.memory_mb
            ));
        })?;
        let mut record = json(&plan, &measured);
        self.words.record_without_places(&mut record);
        self.write(&format!("{file}.json"), &record_text(&record))?;
        for function in &measured {
            let known = |row: &&Row| row.name == function.name && row.may_fail.contains(&function.memory_mb);
            if let (Some(reason), None) = (&function.failure, measure.rows.iter().find(known)) {
                let (name, size) = (&function.name, function.memory_mb);
                let reason = reason.lines().next().unwrap_or_default();
                failures.push(format!("{file}: {name}, {size} MB: {reason}"));
            }
        }
        let columns = columns(measure, plan.limits.is_ok())?;
        Ok(self.words.without_places(&markdown(&plan, &measured, &columns)))
    }

    fn plan(&self, measure: &Measure, payload: Option<Payload>) -> Result<Plan, MeasureError> {
        let cgroups = candidate::cgroups(measure.limits);
        let mut functions = Vec::new();
        for memory_mb in measure.memory.of(self.form) {
            for row in &measure.rows {
                if self.form != Form::Smoke || !row.not_in_smoke {
                    functions.push(self.candidate(measure, row, *memory_mb, cgroups.as_ref().ok())?);
                }
            }
        }
        let stream = measure
            .stream
            .as_ref()
            .and_then(|stream| stream.of(self.form).first());
        let check = match &measure.expect {
            Some(file) => {
                let text = self.read(file)?;
                Check::Expect(
                    serde_json::from_slice(&text)
                        .map_err(|error| MeasureError::suite(format!("{}: {error}", file.display())))?,
                )
            }
            None if measure.echo => Check::Echo,
            None => stream.map_or(Check::Ok, |bytes| Check::Pattern(*bytes)),
        };
        let text = if measure.mixed {
            mixed_payload
        } else {
            text_payload
        };
        let event = match (payload, &measure.event) {
            (Some(payload), _) => text(payload.bytes),
            (None, Some(file)) => self.read(file)?,
            (None, None) => stream.map_or_else(|| text_payload(2), |bytes| pattern::event(*bytes).into()),
        };
        let payloads = measure.mix.iter().fold(Payloads::same(event), |payloads, other| {
            payloads.and_every(other.every, text(other.bytes))
        });
        let (warm, discard) = (
            payload.and_then(|payload| payload.warm),
            payload.and_then(|payload| payload.discard),
        );
        Ok(Plan {
            functions,
            payloads,
            check,
            one_core: measure.one_core,
            keep_going: true,
            limits: cgroups
                .as_ref()
                .map(candidate::limits_in_words)
                .map_err(Clone::clone),
            notes: self.notes(),
            concurrency: measure.concurrency.unwrap_or(1),
            processes: self.capped(measure.runs.processes, |runs| runs.processes),
            discard: self.capped(discard.unwrap_or(measure.runs.discard), |runs| runs.discard),
            warm: self.capped(warm.unwrap_or(measure.runs.warm), |runs| runs.warm),
        })
    }

    fn capped(&self, value: usize, most: fn(&Runs) -> usize) -> usize {
        match self.form {
            Form::Full => value,
            Form::Quick => value.min(most(&self.suite.quick)),
            Form::Smoke => value.min(most(&self.suite.smoke)),
        }
    }

    fn candidate(
        &self,
        measure: &Measure,
        row: &Row,
        memory_mb: u32,
        cgroups: Option<&Cgroups>,
    ) -> Result<Candidate, MeasureError> {
        let mut candidate = self.function(&row.function, memory_mb, cgroups)?;
        candidate.name.clone_from(&row.name);
        for (name, value) in &measure.environment {
            let value = self.words.text(value)?;
            candidate.settings.variables.push((name.into(), value.into()));
        }
        let init_timeout = measure.init_timeout.map_or(TIMEOUT, Duration::from_secs);
        candidate.settings.init_timeout = init_timeout;
        Ok(candidate)
    }

    /// A function of the suite at a memory size.
    pub(super) fn function(
        &self,
        name: &str,
        memory_mb: u32,
        cgroups: Option<&Cgroups>,
    ) -> Result<Candidate, MeasureError> {
        let function = &self.suite.functions[name];
        let words = self.words.split(&function.command)?;
        let mut candidate = Candidate::new(name, &words, memory_mb, cgroups)?;
        let settings = &mut candidate.settings;
        if settings.command.components().count() > 1 {
            settings.command = self.root.join(&settings.command);
        }
        for (name, value) in &function.environment {
            settings
                .variables
                .push((name.into(), self.words.text(value)?.into()));
        }
        settings.handler.clone_from(&function.handler);
        settings.task_root = Some(match &function.task_root {
            Some(folder) => self.root.join(folder),
            None => self.root.to_owned(),
        });
        settings.timeout = TIMEOUT;
        settings.init_timeout = TIMEOUT;
        Ok(candidate)
    }
}

fn columns(measure: &Measure, limited: bool) -> Result<Vec<Column>, MeasureError> {
    if measure.columns.is_empty() {
        return Ok(Column::articles(limited));
    }
    let columns = measure.columns.iter().map(|name| name.parse());
    columns
        .collect::<Result<_, String>>()
        .map_err(MeasureError::suite)
}
