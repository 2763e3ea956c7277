<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>AdministrationPage</name>
    <message numerus="yes">
        <source>%n operator(s) may sign in.</source>
        <translation>
            <numerusform>%n operator may sign in.</numerusform>
            <numerusform>%n operators may sign in.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BackupsView</name>
    <message numerus="yes">
        <source>Backed up in %n place(s), read again and compared.</source>
        <translation>
            <numerusform>Backed up in %n place, read again and compared.</numerusform>
            <numerusform>Backed up in %n places, read again and compared.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BatchBar</name>
    <message numerus="yes">
        <source>%n ballot(s)</source>
        <translation>
            <numerusform>%n ballot</numerusform>
            <numerusform>%n ballots</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n keyed</source>
        <translation>
            <numerusform>%n keyed</numerusform>
            <numerusform>%n keyed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BatchBoard</name>
    <message numerus="yes">
        <source>%Ln batch(es)</source>
        <translation>
            <numerusform>%Ln batch(es)</numerusform>
            <numerusform>%Ln batch(es)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ballot(s) to look after</source>
        <translation>
            <numerusform>%Ln ballot to look after</numerusform>
            <numerusform>%Ln ballots to look after</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missing</source>
        <translation>
            <numerusform>%n missing</numerusform>
            <numerusform>%n missing</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n extra</source>
        <translation>
            <numerusform>%n extra</numerusform>
            <numerusform>%n extra</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BatchPanel</name>
    <message numerus="yes">
        <source>%Ln ballot(s)</source>
        <translation>
            <numerusform>%Ln ballot</numerusform>
            <numerusform>%Ln ballots</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BoxesPanel</name>
    <message numerus="yes">
        <source>%Ln paper(s) not received</source>
        <translation>
            <numerusform>%Ln paper not received</numerusform>
            <numerusform>%Ln papers not received</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ballot(s) more than counted</source>
        <translation>
            <numerusform>%Ln ballot more than counted</numerusform>
            <numerusform>%Ln ballots more than counted</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CleaningView</name>
    <message numerus="yes">
        <source>%n ballot(s) drawn for phúc tra: they wait in its list.</source>
        <translation>
            <numerusform>%n ballot drawn for phúc tra: they wait in its list.</numerusform>
            <numerusform>%n ballots drawn for phúc tra: they wait in its list.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CommentsView</name>
    <message numerus="yes">
        <source>%n comment(s) saved, numbers and names hidden: {file}</source>
        <translation>
            <numerusform>%n comment saved, numbers and names hidden: {file}</numerusform>
            <numerusform>%n comments saved, numbers and names hidden: {file}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ConflictsView</name>
    <message numerus="yes">
        <source>%n in which you had a part wait(s) for somebody else</source>
        <translation>
            <numerusform>%n in which you had a part wait for somebody else</numerusform>
            <numerusform>%n in which you had a part waits for somebody else</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ContentsCard</name>
    <message numerus="yes">
        <source>the coded answers of %n settled ballot(s), as CSV and XLSX, in no order</source>
        <translation>
            <numerusform>the coded answers of %n settled ballot, as CSV and XLSX, in no order</numerusform>
            <numerusform>the coded answers of %n settled ballots, as CSV and XLSX, in no order</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>! %n valid ballot(s) are not settled yet and will not be in it.</source>
        <translation>
            <numerusform>! %n valid ballot are not settled yet and will not be in it.</numerusform>
            <numerusform>! %n valid ballots are not settled yet and will not be in it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DifferencesPage</name>
    <message numerus="yes">
        <source>%n ballot(s) with differences left</source>
        <translation>
            <numerusform>%n ballot with differences left</numerusform>
            <numerusform>%n ballots with differences left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n that you keyed wait(s) for somebody else</source>
        <translation>
            <numerusform>%n that you keyed wait for somebody else</numerusform>
            <numerusform>%n that you keyed waits for somebody else</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s) in which you had a part</source>
        <translation>
            <numerusform>%n conflict in which you had a part</numerusform>
            <numerusform>%n conflicts in which you had a part</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait(s) for a third clerk</source>
        <translation>
            <numerusform>%n wait for a third clerk</numerusform>
            <numerusform>%n waits for a third clerk</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Conflicts (%n)</source>
        <translation>
            <numerusform>Conflicts (%n)</numerusform>
            <numerusform>Conflicts (%n)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Take back (%n)</source>
        <translation>
            <numerusform>Take back (%n)</numerusform>
            <numerusform>Take back (%n)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FormEditor</name>
    <message numerus="yes">
        <source>%n mistake(s) to mend before saving.</source>
        <translation>
            <numerusform>%n mistake to mend before saving.</numerusform>
            <numerusform>%n mistakes to mend before saving.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mistake(s) to mend before saving; the paper shows the form before.</source>
        <translation>
            <numerusform>%n mistake to mend before saving; the paper shows the form before.</numerusform>
            <numerusform>%n mistakes to mend before saving; the paper shows the form before.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) saved: {file}</source>
        <translation>
            <numerusform>%n line saved: {file}</numerusform>
            <numerusform>%n lines saved: {file}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InterruptedLine</name>
    <message numerus="yes">
        <source>%Ln label(s)</source>
        <translation>
            <numerusform>%Ln label</numerusform>
            <numerusform>%Ln labels</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ballot(s)</source>
        <translation>
            <numerusform>%Ln ballot</numerusform>
            <numerusform>%Ln ballots</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more run(s) interrupted as well.</source>
        <translation>
            <numerusform>%Ln more run interrupted as well.</numerusform>
            <numerusform>%Ln more runs interrupted as well.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LedgerView</name>
    <message numerus="yes">
        <source>%n settled ballot(s) were keyed once under the plan.</source>
        <translation>
            <numerusform>%n settled ballot were keyed once under the plan.</numerusform>
            <numerusform>%n settled ballots were keyed once under the plan.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ballot(s) came back photocopied, under a spare label: printed counts them.</source>
        <translation>
            <numerusform>%n ballot came back photocopied, under a spare label: printed counts them.</numerusform>
            <numerusform>%n ballots came back photocopied, under a spare label: printed counts them.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n spare label(s) left.</source>
        <translation>
            <numerusform>%n spare label left.</numerusform>
            <numerusform>%n spare labels left.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n online answer(s) settled beside the paper.</source>
        <translation>
            <numerusform>%n online answer settled beside the paper.</numerusform>
            <numerusform>%n online answers settled beside the paper.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n comment(s) without a rating, in no figure.</source>
        <translation>
            <numerusform>%n comment without a rating, in no figure.</numerusform>
            <numerusform>%n comments without a rating, in no figure.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ListButtons</name>
    <message numerus="yes">
        <source>%Ln interviewer(s) are in {path}.</source>
        <translation>
            <numerusform>%Ln interviewer are in {path}.</numerusform>
            <numerusform>%Ln interviewers are in {path}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln member(s) replaced by the reserve.</source>
        <translation>
            <numerusform>%Ln member replaced by the reserve.</numerusform>
            <numerusform>%Ln members replaced by the reserve.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>For %Ln nobody of their own part is left.</source>
        <translation>
            <numerusform>For %Ln nobody of their own part is left.</numerusform>
            <numerusform>For %Ln nobody of their own part is left.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln member(s) assigned.</source>
        <translation>
            <numerusform>%Ln member assigned.</numerusform>
            <numerusform>%Ln members assigned.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln are in no interviewer&apos;s area.</source>
        <translation>
            <numerusform>%Ln are in no interviewer&apos;s area.</numerusform>
            <numerusform>%Ln are in no interviewer&apos;s area.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MailButtons</name>
    <message numerus="yes">
        <source>%Ln reminder(s) in {path}.</source>
        <translation>
            <numerusform>%Ln reminder in {path}.</numerusform>
            <numerusform>%Ln reminders in {path}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{file}: stopped after %Ln ballot(s), which are recorded. Taken again, it goes on.</source>
        <translation>
            <numerusform>{file}: stopped after %Ln ballot, which are recorded. Taken again, it goes on.</numerusform>
            <numerusform>{file}: stopped after %Ln ballots, which are recorded. Taken again, it goes on.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln PDF(s) printed into {folder}</source>
        <translation>
            <numerusform>%Ln PDF printed into {folder}</numerusform>
            <numerusform>%Ln PDFs printed into {folder}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>; %Ln were there before</source>
        <translation>
            <numerusform>; %Ln were there before</numerusform>
            <numerusform>; %Ln were there before</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>Locked, since nobody used it for %n minute(s). All that was keyed is stored.</source>
        <translation>
            <numerusform>Locked, since nobody used it for %n minute. All that was keyed is stored.</numerusform>
            <numerusform>Locked, since nobody used it for %n minutes. All that was keyed is stored.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MilestonesView</name>
    <message numerus="yes">
        <source>%n more are late: Plan, Calendar (Alt+5)</source>
        <translation>
            <numerusform>%n more are late: Plan, Calendar (Alt+5)</numerusform>
            <numerusform>%n more are late: Plan, Calendar (Alt+5)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OfficesView</name>
    <message numerus="yes">
        <source>%n package(s) are older than what counts here: they change nothing.</source>
        <translation>
            <numerusform>%n package are older than what counts here: they change nothing.</numerusform>
            <numerusform>%n packages are older than what counts here: they change nothing.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n package(s) are of surveys that were taken out: they do not count.</source>
        <translation>
            <numerusform>%n package are of surveys that were taken out: they do not count.</numerusform>
            <numerusform>%n packages are of surveys that were taken out: they do not count.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OnlineView</name>
    <message numerus="yes">
        <source>%n online answer(s) taken.</source>
        <translation>
            <numerusform>%n online answer taken.</numerusform>
            <numerusform>%n online answers taken.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n comment(s) without a rating kept.</source>
        <translation>
            <numerusform>%n comment without a rating kept.</numerusform>
            <numerusform>%n comments without a rating kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n online answer(s) taken so far:</source>
        <translation>
            <numerusform>%n online answer taken so far:</numerusform>
            <numerusform>%n online answers taken so far:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OperatorsPage</name>
    <message numerus="yes">
        <source>%n keyer(s)</source>
        <translation>
            <numerusform>%n keyer</numerusform>
            <numerusform>%n keyers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OrderForm</name>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sheet(s) of A4</source>
        <translation>
            <numerusform>%Ln sheet of A4</numerusform>
            <numerusform>%Ln sheets of A4</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>without a ballot on the official list: %Ln</source>
        <translation>
            <numerusform>without a ballot on the official list: %Ln</numerusform>
            <numerusform>without a ballot on the official list: %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ballot(s)</source>
        <translation>
            <numerusform>%Ln ballot</numerusform>
            <numerusform>%Ln ballots</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln page(s) of A4</source>
        <translation>
            <numerusform>%Ln page of A4</numerusform>
            <numerusform>%Ln pages of A4</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln page(s) of A5</source>
        <translation>
            <numerusform>%Ln page of A5</numerusform>
            <numerusform>%Ln pages of A5</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message numerus="yes">
        <source>You have keyed %n ballot(s) to the end.</source>
        <translation>
            <numerusform>You have keyed %n ballot to the end.</numerusform>
            <numerusform>You have keyed %n ballots to the end.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PrintPage</name>
    <message numerus="yes">
        <source>%Ln ballot(s) printed</source>
        <translation>
            <numerusform>%Ln ballot printed</numerusform>
            <numerusform>%Ln ballots printed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln run(s)</source>
        <translation>
            <numerusform>%Ln run</numerusform>
            <numerusform>%Ln runs</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln spare label(s) left</source>
        <translation>
            <numerusform>%Ln spare label left</numerusform>
            <numerusform>%Ln spare labels left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sheet(s) printed again</source>
        <translation>
            <numerusform>%Ln sheet printed again</numerusform>
            <numerusform>%Ln sheets printed again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln label(s)</source>
        <translation>
            <numerusform>%Ln label</numerusform>
            <numerusform>%Ln labels</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ballot(s)</source>
        <translation>
            <numerusform>%Ln ballot</numerusform>
            <numerusform>%Ln ballots</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln page(s) sent to the printer.</source>
        <translation>
            <numerusform>%Ln page sent to the printer.</numerusform>
            <numerusform>%Ln pages sent to the printer.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QuestionView</name>
    <message numerus="yes">
        <source>All %n question(s) are keyed.</source>
        <translation>
            <numerusform>All %n question are keyed.</numerusform>
            <numerusform>All %n questions are keyed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QuotaCard</name>
    <message numerus="yes">
        <source>%Ln ballot(s)</source>
        <translation>
            <numerusform>%Ln ballot</numerusform>
            <numerusform>%Ln ballots</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RankingView</name>
    <message numerus="yes">
        <source>%n unit(s) with too few ballots have no rank.</source>
        <translation>
            <numerusform>%n unit with too few ballots have no rank.</numerusform>
            <numerusform>%n units with too few ballots have no rank.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RecheckView</name>
    <message numerus="yes">
        <source>%n ballot(s) drawn.</source>
        <translation>
            <numerusform>%n ballot drawn.</numerusform>
            <numerusform>%n ballots drawn.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ResultsPage</name>
    <message numerus="yes">
        <source>Figures of %n settled ballot(s).</source>
        <translation>
            <numerusform>Figures of %n settled ballot.</numerusform>
            <numerusform>Figures of %n settled ballots.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SamplePage</name>
    <message numerus="yes">
        <source>%n member(s) taken into the sample list.</source>
        <translation>
            <numerusform>%n member taken into the sample list.</numerusform>
            <numerusform>%n members taken into the sample list.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n unit(s) or procedure(s) of the list are not in the catalogues: add them (Ctrl+2) before printing, or they are keyed letter by letter.</source>
        <translation>
            <numerusform>%n unit or procedure of the list are not in the catalogues: add them (Ctrl+2) before printing, or they are keyed letter by letter.</numerusform>
            <numerusform>%n units or procedures of the list are not in the catalogues: add them (Ctrl+2) before printing, or they are keyed letter by letter.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SampleWork</name>
    <message numerus="yes">
        <source>%n template(s) written, one for each unit.</source>
        <translation>
            <numerusform>%n template written, one for each unit.</numerusform>
            <numerusform>%n templates written, one for each unit.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScanView</name>
    <message numerus="yes">
        <source>%Ln without a reason</source>
        <translation>
            <numerusform>%Ln without a reason</numerusform>
            <numerusform>%Ln without a reason</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ballot(s) recorded.</source>
        <translation>
            <numerusform>%Ln ballot recorded.</numerusform>
            <numerusform>%Ln ballots recorded.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln had been before.</source>
        <translation>
            <numerusform>%Ln had been before.</numerusform>
            <numerusform>%Ln had been before.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln refused:</source>
        <translation>
            <numerusform>%Ln refused:</numerusform>
            <numerusform>%Ln refused:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not closed: %Ln difference(s) without a reason. Scan the ballot, or say why.</source>
        <translation>
            <numerusform>Not closed: %Ln difference without a reason. Scan the ballot, or say why.</numerusform>
            <numerusform>Not closed: %Ln differences without a reason. Scan the ballot, or say why.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SecondKeyings</name>
    <message numerus="yes">
        <source>%n ballot(s) wait for their second keying now.</source>
        <translation>
            <numerusform>%n ballot wait for their second keying now.</numerusform>
            <numerusform>%n ballots wait for their second keying now.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ballot(s) of closed batches stay as they are.</source>
        <translation>
            <numerusform>%n ballot of closed batches stay as they are.</numerusform>
            <numerusform>%n ballots of closed batches stay as they are.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SpellingView</name>
    <message numerus="yes">
        <source>%n difference(s) of spelling decided.</source>
        <translation>
            <numerusform>%n difference of spelling decided.</numerusform>
            <numerusform>%n differences of spelling decided.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) differ only in spaces, capitals or the place of tone marks.</source>
        <translation>
            <numerusform>%n place differ only in spaces, capitals or the place of tone marks.</numerusform>
            <numerusform>%n places differ only in spaces, capitals or the place of tone marks.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StationsView</name>
    <message numerus="yes">
        <source>%n ballot(s) handed out; the office keys them no more until they come back.</source>
        <translation>
            <numerusform>%n ballot handed out; the office keys them no more until they come back.</numerusform>
            <numerusform>%n ballots handed out; the office keys them no more until they come back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ballot(s) are in conflict: see the tab “Conflicts”.</source>
        <translation>
            <numerusform>%n ballot are in conflict: see the tab “Conflicts”.</numerusform>
            <numerusform>%n ballots are in conflict: see the tab “Conflicts”.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TaskLine</name>
    <message numerus="yes">
        <source>about %n second(s) left</source>
        <translation>
            <numerusform>about %n second left</numerusform>
            <numerusform>about %n seconds left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s) left</source>
        <translation>
            <numerusform>about %n minute left</numerusform>
            <numerusform>about %n minutes left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TopicsPanel</name>
    <message numerus="yes">
        <source>%n comment(s) without a topic yet.</source>
        <translation>
            <numerusform>%n comment without a topic yet.</numerusform>
            <numerusform>%n comments without a topic yet.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TotalsView</name>
    <message numerus="yes">
        <source>The totals are entered: %n answer(s).</source>
        <translation>
            <numerusform>The totals are entered: %n answer.</numerusform>
            <numerusform>The totals are entered: %n answers.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TransferPage</name>
    <message numerus="yes">
        <source>Conflicts (%n)</source>
        <translation>
            <numerusform>Conflicts (%n)</numerusform>
            <numerusform>Conflicts (%n)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n settled ballot(s) can be sent.</source>
        <translation>
            <numerusform>%n settled ballot can be sent.</numerusform>
            <numerusform>%n settled ballots can be sent.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) with serials saved; who allowed it stands in the history: {file}</source>
        <translation>
            <numerusform>%n record with serials saved; who allowed it stands in the history: {file}</numerusform>
            <numerusform>%n records with serials saved; who allowed it stands in the history: {file}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) saved: {file}</source>
        <translation>
            <numerusform>%n record saved: {file}</numerusform>
            <numerusform>%n records saved: {file}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>UnlinkPart</name>
    <message numerus="yes">
        <source>%Ln ballot(s) of phúc tra wait</source>
        <translation>
            <numerusform>%Ln ballot of phúc tra wait</numerusform>
            <numerusform>%Ln ballots of phúc tra wait</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln reply(ies) are to be read</source>
        <translation>
            <numerusform>%Ln reply(ies) are to be read</numerusform>
            <numerusform>%Ln reply(ies) are to be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the rules of phúc tra ask for %Ln thing(s)</source>
        <translation>
            <numerusform>the rules of phúc tra ask for %Ln thing</numerusform>
            <numerusform>the rules of phúc tra ask for %Ln things</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln print run(s) were broken off</source>
        <translation>
            <numerusform>%Ln print run were broken off</numerusform>
            <numerusform>%Ln print runs were broken off</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ballot(s) are not back</source>
        <translation>
            <numerusform>%Ln ballot are not back</numerusform>
            <numerusform>%Ln ballots are not back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln member(s) have no ballot</source>
        <translation>
            <numerusform>%Ln member have no ballot</numerusform>
            <numerusform>%Ln members have no ballot</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln member(s) are to be replaced</source>
        <translation>
            <numerusform>%Ln member are to be replaced</numerusform>
            <numerusform>%Ln members are to be replaced</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln backup(s) of before still hold them: make a new one, delete those.</source>
        <translation>
            <numerusform>%Ln backup of before still hold them: make a new one, delete those.</numerusform>
            <numerusform>%Ln backups of before still hold them: make a new one, delete those.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Count</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
</TS>
