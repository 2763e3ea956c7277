<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="vi" sourcelanguage="en">
<context>
    <name>AboutView</name>
    <message>
        <source>Title</source>
        <translation>Tên</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Tệp</translation>
    </message>
    <message>
        <source>Key file, needed with it</source>
        <translation>Tệp khóa, phải đi kèm</translation>
    </message>
    <message>
        <source>Survey&apos;s id</source>
        <translation>Mã cuộc khảo sát</translation>
    </message>
    <message>
        <source>Survey&apos;s number, first in its serials</source>
        <translation>Số đầu của số phiếu</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Kế hoạch</translation>
    </message>
    <message>
        <source>Hash of the plan</source>
        <translation>Mã băm kế hoạch</translation>
    </message>
    <message>
        <source>Forms</source>
        <translation>Mẫu phiếu</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Phiên bản chương trình</translation>
    </message>
    <message>
        <source>Head of the history, as it is now</source>
        <translation>Mã lịch sử hiện nay</translation>
    </message>
</context>
<context>
    <name>AdministrationPage</name>
    <message>
        <source>Check the survey</source>
        <translation>Kiểm tra cuộc khảo sát</translation>
    </message>
    <message>
        <source>Recovery sheet …</source>
        <translation>Phiếu khôi phục …</translation>
    </message>
    <message>
        <source>New operator</source>
        <translation>Người thao tác mới</translation>
    </message>
    <message>
        <source>Add the operator</source>
        <translation>Thêm người thao tác</translation>
    </message>
    <message>
        <source>Operators</source>
        <translation>Người thao tác</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Tên</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Vai trò</translation>
    </message>
    <message>
        <source>Badge</source>
        <translation>Thẻ</translation>
    </message>
    <message>
        <source>Views of the administration</source>
        <translation>Các phần quản trị</translation>
    </message>
    <message>
        <source>Operators and roles</source>
        <translation>Người thao tác và vai trò</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Kiểm tra</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>Sao lưu</translation>
    </message>
    <message>
        <source>About the file</source>
        <translation>Về tệp khảo sát</translation>
    </message>
    <message>
        <source>next view</source>
        <translation>thẻ sau</translation>
    </message>
    <message>
        <source>view before</source>
        <translation>thẻ trước</translation>
    </message>
    <message numerus="yes">
        <source>%n operator(s) may sign in.</source>
        <translation>
            <numerusform>%n người được đăng nhập.</numerusform>
        </translation>
    </message>
    <message>
        <source>The roles of {name} are changed; where she is signed in, after her next sign-in.</source>
        <translation>Đã đổi vai trò của {name}; nếu người ấy đang đăng nhập thì thấy thay đổi ở lần đăng nhập sau.</translation>
    </message>
    <message>
        <source>Her new password holds from now on.</source>
        <translation>Mật khẩu mới có hiệu lực từ bây giờ.</translation>
    </message>
    <message>
        <source>{name} may sign in now.</source>
        <translation>{name} đăng nhập được ngay.</translation>
    </message>
    <message>
        <source>Let her type a PIN of at least 4 digits for the badge.</source>
        <translation>Để chủ thẻ tự gõ mã PIN gồm ít nhất 4 chữ số.</translation>
    </message>
    <message>
        <source>Print a badge</source>
        <translation>In thẻ đăng nhập</translation>
    </message>
    <message>
        <source>badge</source>
        <translation>thẻ đăng nhập</translation>
    </message>
    <message>
        <source>The badge of {name} is in {path}. Print it, then delete the file.</source>
        <translation>Thẻ của {name} ở tệp {path}. In xong thì xóa tệp.</translation>
    </message>
    <message>
        <source>The badge of {name} opens nothing more.</source>
        <translation>Thẻ của {name} đã bị thu hồi.</translation>
    </message>
    <message>
        <source>This is your own account: another administrator can take it away.</source>
        <translation>Đây là tài khoản của chính bạn: quản trị viên khác mới xóa được.</translation>
    </message>
    <message>
        <source>Press F7 again to take the account of {name} away. What she did stays in the history.</source>
        <translation>Bấm F7 lần nữa để xóa tài khoản của {name}. Những việc đã làm vẫn còn trong lịch sử.</translation>
    </message>
    <message>
        <source>{name} has no account any more.</source>
        <translation>Đã xóa tài khoản của {name}.</translation>
    </message>
    <message>
        <source>Recovery sheet</source>
        <translation>Phiếu khôi phục</translation>
    </message>
    <message>
        <source>recovery sheet</source>
        <translation>phiếu khôi phục</translation>
    </message>
    <message>
        <source>The recovery sheet is in {path}. Print it, lock it away, then delete the file.</source>
        <translation>Phiếu khôi phục ở tệp {path}. In ra, cất vào két, rồi xóa tệp.</translation>
    </message>
    <message>
        <source>Checking the survey</source>
        <translation>Đang kiểm tra cuộc khảo sát</translation>
    </message>
    <message>
        <source>Back up now</source>
        <translation>Sao lưu ngay</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Kiểm tra ngay</translation>
    </message>
    <message>
        <source>Save the changes</source>
        <translation>Lưu thay đổi</translation>
    </message>
</context>
<context>
    <name>AnswerField</name>
    <message>
        <source>Matching entries of the catalogue</source>
        <translation>Mục khớp trong danh mục</translation>
    </message>
    <message>
        <source>code, or words</source>
        <translation>mã số, hoặc gõ tên</translation>
    </message>
    <message>
        <source>whole number</source>
        <translation>số nguyên</translation>
    </message>
    <message>
        <source>dd/mm/yyyy</source>
        <translation>ngày/tháng/năm</translation>
    </message>
    <message>
        <source>Enter takes: {what}</source>
        <translation>Enter nhận: {what}</translation>
    </message>
    <message>
        <source>Enter takes as written: “{what}”</source>
        <translation>Enter nhận nguyên văn: “{what}”</translation>
    </message>
    <message>
        <source>The catalogue has no code {code}</source>
        <translation>Danh mục không có mã {code}</translation>
    </message>
    <message>
        <source>+ or F4, as on the ballot before: {what}</source>
        <translation>+ hoặc F4, như phiếu trước: {what}</translation>
    </message>
    <message>
        <source>Enter takes it; Shift+Enter begins a new line</source>
        <translation>Enter nhận; Shift+Enter xuống dòng</translation>
    </message>
    <message>
        <source>Enter takes it</source>
        <translation>Enter nhận</translation>
    </message>
</context>
<context>
    <name>BackupsTable</name>
    <message>
        <source>Made (time of Vietnam)</source>
        <translation>Thời điểm tạo (giờ Việt Nam)</translation>
    </message>
    <message>
        <source>Megabytes</source>
        <translation>Dung lượng (MB)</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Thư mục</translation>
    </message>
    <message>
        <source>Backups</source>
        <translation>Các bản sao lưu</translation>
    </message>
</context>
<context>
    <name>BackupsView</name>
    <message>
        <source>The program backs the survey up by itself: soon after sign-in, every hour and when the window closes, where something was keyed. It keeps the last of 24 hours, 14 days and 8 weeks, in a folder beside the survey, in the second place, and on each drive that holds a folder named “{folder}”.</source>
        <translation>Chương trình tự sao lưu khảo sát: ngay sau khi đăng nhập, mỗi giờ và khi đóng cửa sổ, nếu có dữ liệu mới. Giữ bản cuối của 24 giờ, 14 ngày và 8 tuần, trong thư mục cạnh tệp khảo sát, ở nơi thứ hai và trên mọi ổ đĩa có thư mục tên “{folder}”.</translation>
    </message>
    <message>
        <source>Second place: a folder on another drive or share</source>
        <translation>Nơi thứ hai: thư mục trên ổ đĩa khác hoặc trên mạng</translation>
    </message>
    <message>
        <source>none; a folder on another drive or share</source>
        <translation>chưa có; một thư mục trên ổ đĩa khác hoặc trên mạng</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Chọn …</translation>
    </message>
    <message>
        <source>Choose the second place</source>
        <translation>Chọn nơi thứ hai</translation>
    </message>
    <message>
        <source>Your password, for a backup</source>
        <translation>Mật khẩu của bạn, để mở bản sao lưu</translation>
    </message>
    <message>
        <source>the one that you had when the backup was made</source>
        <translation>mật khẩu vào lúc tạo bản sao lưu</translation>
    </message>
    <message>
        <source>What would be lost?</source>
        <translation>Xem phần sẽ mất</translation>
    </message>
    <message>
        <source>Put it in the survey&apos;s place</source>
        <translation>Khôi phục từ bản này</translation>
    </message>
    <message>
        <source>Second place</source>
        <translation>Nơi thứ hai</translation>
    </message>
    <message>
        <source>Chosen backup</source>
        <translation>Bản đã chọn</translation>
    </message>
    <message>
        <source>This folder is not there now; backups go to it as soon as it is.</source>
        <translation>Hiện không có thư mục này; khi có, bản sao lưu sẽ được ghi vào đó.</translation>
    </message>
    <message>
        <source>Backing the survey up</source>
        <translation>Đang sao lưu khảo sát</translation>
    </message>
    <message numerus="yes">
        <source>Backed up in %n place(s), read again and compared.</source>
        <translation>
            <numerusform>Đã sao lưu vào %n nơi, đã đọc lại và đối chiếu.</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a backup first.</source>
        <translation>Hãy chọn một bản sao lưu trước.</translation>
    </message>
    <message>
        <source>Type your password: the backup is opened with it.</source>
        <translation>Nhập mật khẩu của bạn để mở bản sao lưu.</translation>
    </message>
    <message>
        <source>Reading the backup</source>
        <translation>Đang đọc bản sao lưu</translation>
    </message>
    <message>
        <source>Would be lost: {facts} facts, {answers} answers, {ballots} ballots touched; since {since}; done by {people}. The present file is set aside, not deleted. Nobody else may have the survey open.</source>
        <translation>Sẽ mất: {facts} sự kiện, {answers} câu trả lời, liên quan {ballots} phiếu; từ {since}; người làm: {people}. Tệp hiện tại được cất dưới tên khác, không bị xóa. Không ai khác được mở khảo sát lúc này.</translation>
    </message>
    <message>
        <source>Nothing would be lost: the backup holds all that the survey holds.</source>
        <translation>Không mất gì: bản sao lưu có đủ mọi dữ liệu của khảo sát.</translation>
    </message>
</context>
<context>
    <name>BallotDesk</name>
    <message>
        <source>Ballot {serial} stands elsewhere by now.</source>
        <translation>Phiếu {serial} vừa chuyển sang bước khác: xem lại rồi bấm.</translation>
    </message>
    <message>
        <source>{key} again: ballot {serial} is void for good: {reason}. There is no way back.</source>
        <translation>Bấm {key} lần nữa để loại hẳn phiếu {serial}: {reason}. Không lấy lại được.</translation>
    </message>
    <message>
        <source>The button</source>
        <translation>nút này</translation>
    </message>
    <message>
        <source>Ballot {serial} is void: {reason}.</source>
        <translation>Đã loại phiếu {serial}: {reason}.</translation>
    </message>
    <message>
        <source>Ballot {serial} does not count: {reason}. Alt+0 on it takes that back.</source>
        <translation>Phiếu {serial} không tính: {reason}. Chọn lại phiếu rồi Alt+0 để lấy lại.</translation>
    </message>
    <message>
        <source>Ballot {serial} counts after all.</source>
        <translation>Phiếu {serial} lại được tính.</translation>
    </message>
    <message>
        <source>No ballot at hand: choose one in the list, or scan it (F5)</source>
        <translation>Chưa có phiếu: chọn trong danh sách, hoặc quét (F5)</translation>
    </message>
    <message>
        <source>Ballot {serial}: {stands}</source>
        <translation>Phiếu {serial}: {stands}</translation>
    </message>
    <message>
        <source>{serial} is an answer that came online: only a ballot of paper is put aside here.</source>
        <translation>{serial} là trả lời trực tuyến: ở đây chỉ loại phiếu giấy.</translation>
    </message>
</context>
<context>
    <name>BallotsTable</name>
    <message>
        <source>Ballots of the cell</source>
        <translation>Các phiếu của ô</translation>
    </message>
    <message>
        <source>Serial</source>
        <translation>Số phiếu</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Đơn vị</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Lô</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Kênh</translation>
    </message>
    <message>
        <source>Received on</source>
        <translation>Ngày nhận</translation>
    </message>
    <message>
        <source>{cell}: Esc or Backspace goes back.</source>
        <translation>{cell}: nhấn Esc hoặc Backspace để quay lại.</translation>
    </message>
</context>
<context>
    <name>BatchBar</name>
    <message>
        <source>Take the next batch</source>
        <translation>Nhận lô tiếp theo</translation>
    </message>
    <message>
        <source>Papers are missing</source>
        <translation>Báo thiếu phiếu</translation>
    </message>
    <message>
        <source>Give the batch back</source>
        <translation>Trả lô</translation>
    </message>
    <message>
        <source>No batch at hand: take the next one, or scan a cover sheet or any ballot.</source>
        <translation>Chưa nhận lô nào: nhận lô tiếp theo, hoặc quét phiếu bìa lô hay một phiếu bất kỳ.</translation>
    </message>
    <message>
        <source>No batch at hand</source>
        <translation>Chưa nhận lô nào</translation>
    </message>
    <message>
        <source>Batch {batch}</source>
        <translation>Lô {batch}</translation>
    </message>
    <message>
        <source>keying {number}</source>
        <translation>lần {number}</translation>
    </message>
    <message numerus="yes">
        <source>%n ballot(s)</source>
        <translation>
            <numerusform>%n phiếu</numerusform>
        </translation>
    </message>
    <message>
        <source>ballot {position}/{last}</source>
        <translation>phiếu {position}/{last}</translation>
    </message>
    <message numerus="yes">
        <source>%n keyed</source>
        <translation>
            <numerusform>đã nhập %n</numerusform>
        </translation>
    </message>
    <message>
        <source>next: ballot {position} ({serial})</source>
        <translation>tiếp theo: phiếu {position} ({serial})</translation>
    </message>
    <message>
        <source>Batch {batch} has %n ballot(s) left. F10: they are missing; F12: give it back.</source>
        <translation>Lô {batch} còn %n phiếu chưa nhập. F10: báo thiếu phiếu; F12: trả lô.</translation>
    </message>
    <message>
        <source>%n ballot(s) that you left open stay yours until the lead takes them over.</source>
        <translation>%n phiếu bạn nhập dở vẫn là của bạn cho đến khi người phụ trách thu lại.</translation>
    </message>
</context>
<context>
    <name>BatchBoard</name>
    <message>
        <source>Batches</source>
        <translation>Các lô</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Lô</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>Giai đoạn</translation>
    </message>
    <message>
        <source>Ballots</source>
        <translation>Số phiếu</translation>
    </message>
    <message>
        <source>Keying 1</source>
        <translation>Lần 1</translation>
    </message>
    <message>
        <source>Keying 2</source>
        <translation>Lần 2</translation>
    </message>
    <message>
        <source>First keyer</source>
        <translation>Người nhập lần 1</translation>
    </message>
    <message>
        <source>Second keyer</source>
        <translation>Người nhập lần 2</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>Đếm phiếu</translation>
    </message>
    <message>
        <source>Ballots to look after</source>
        <translation>Phiếu cần xem lại</translation>
    </message>
    <message>
        <source>Ballot</source>
        <translation>Phiếu</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Lý do</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Từ lúc</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Thứ tự</translation>
    </message>
    <message>
        <source>Keyer</source>
        <translation>Người nhập</translation>
    </message>
    <message>
        <source>Batches, and ballots to look after</source>
        <translation>Các lô và phiếu cần xem lại</translation>
    </message>
    <message>
        <source>Set the half-keyed ballot aside</source>
        <translation>Gác phiếu nhập dở</translation>
    </message>
    <message>
        <source>Keying that is taken over</source>
        <translation>Lần nhập được thu lại</translation>
    </message>
    <message>
        <source>keying 1</source>
        <translation>lần 1</translation>
    </message>
    <message>
        <source>keying 2</source>
        <translation>lần 2</translation>
    </message>
    <message>
        <source>Who gets the batch</source>
        <translation>Người nhận lô</translation>
    </message>
    <message>
        <source>Take the batch over</source>
        <translation>Thu lại lô</translation>
    </message>
    <message>
        <source>for</source>
        <translation>giao cho</translation>
    </message>
    <message>
        <source>Half-keyed ballots of who has it are set aside and keyed anew.</source>
        <translation>Phiếu nhập dở của người đang giữ được gác lại và nhập lại từ đầu.</translation>
    </message>
    <message>
        <source>Papers counted in the bundle</source>
        <translation>Số tờ đếm được trong tập phiếu</translation>
    </message>
    <message>
        <source>Record the count</source>
        <translation>Ghi số đếm</translation>
    </message>
    <message>
        <source>papers in the bundle</source>
        <translation>tờ trong tập phiếu</translation>
    </message>
    <message>
        <source>nobody</source>
        <translation>không ai</translation>
    </message>
    <message numerus="yes">
        <source>%Ln batch(es)</source>
        <translation>
            <numerusform>%Ln lô</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ballot(s) to look after</source>
        <translation>
            <numerusform>%Ln phiếu cần xem lại</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missing</source>
        <translation>
            <numerusform>thiếu %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n extra</source>
        <translation>
            <numerusform>thừa %n</numerusform>
        </translation>
    </message>
    <message>
        <source>complete</source>
        <translation>đủ</translation>
    </message>
    <message>
        <source>Batch {batch}, keying {number}: from {holder} to {to}; half-keyed ballots set aside: {count}.</source>
        <translation>Lô {batch}, lần {number}: từ {holder} sang {to}; gác {count} phiếu nhập dở.</translation>
    </message>
    <message>
        <source>Ballot {serial}: what {name} keyed is set aside, and the ballot waits to be keyed anew.</source>
        <translation>Phiếu {serial}: phần {name} đã nhập được gác lại; phiếu chờ nhập lại từ đầu.</translation>
    </message>
    <message>
        <source>Batch {batch}: {count} papers counted.</source>
        <translation>Lô {batch}: đã ghi {count} tờ.</translation>
    </message>
</context>
<context>
    <name>BatchKeyingPage</name>
    <message>
        <source>Ballot {serial} is somebody else&apos;s now. Put it aside and go on with another.</source>
        <translation>Phiếu {serial} nay do người khác nhập. Để phiếu này sang bên và nhập phiếu khác.</translation>
    </message>
    <message>
        <source>You have no batch for this keying.</source>
        <translation>Bạn không giữ lô nào để nhập lần này.</translation>
    </message>
    <message>
        <source>Batch {batch} is given back: put its bundle back.</source>
        <translation>Đã trả lô {batch}: để tập phiếu về chỗ cũ.</translation>
    </message>
    <message>
        <source>Missing in batch {batch}: {papers}.</source>
        <translation>Lô {batch} thiếu phiếu: {papers}.</translation>
    </message>
    <message>
        <source>Not of batch {batch}: {serials}.</source>
        <translation>Không thuộc lô {batch}: {serials}.</translation>
    </message>
    <message>
        <source>The lead has them on the list.</source>
        <translation>Người phụ trách đã có danh sách này.</translation>
    </message>
    <message>
        <source>All ballots of batch {batch} are here.</source>
        <translation>Lô {batch} đủ phiếu.</translation>
    </message>
    <message>
        <source>Batch {batch} is yours: fetch its bundle and begin with ballot {position}.</source>
        <translation>Bạn đã nhận lô {batch}: lấy tập phiếu, bắt đầu từ phiếu {position}.</translation>
    </message>
    <message>
        <source>it has not been received</source>
        <translation>phiếu chưa được thu</translation>
    </message>
    <message>
        <source>it is number {position} of batch {batch}</source>
        <translation>phiếu này là phiếu {position} của lô {batch}</translation>
    </message>
    <message>
        <source>it is in no batch</source>
        <translation>phiếu này không nằm trong lô nào</translation>
    </message>
    <message>
        <source>Ballot {serial} is not of batch {batch}: {where}. Put it aside; to key it, give the batch back first.</source>
        <translation>Phiếu {serial} không thuộc lô {batch}: {where}. Để phiếu sang bên; muốn nhập phiếu này thì trả lô trước.</translation>
    </message>
    <message>
        <source>Batch {batch} is keyed: put its bundle back.</source>
        <translation>Đã nhập xong lô {batch}: để tập phiếu về chỗ cũ.</translation>
    </message>
    <message>
        <source>Not seen yet in batch {batch}: {papers}. If they are not in the bundle, F10.</source>
        <translation>Chưa thấy phiếu của lô {batch}: {papers}. Nếu không có trong tập, nhấn F10.</translation>
    </message>
</context>
<context>
    <name>BatchPanel</name>
    <message>
        <source>Batch</source>
        <translation>Lô</translation>
    </message>
    <message>
        <source>Unit of the new batch</source>
        <translation>Đơn vị của lô mới</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Kênh</translation>
    </message>
    <message>
        <source>New batch</source>
        <translation>Lô mới</translation>
    </message>
    <message>
        <source>Cover sheet</source>
        <translation>In phiếu bìa</translation>
    </message>
    <message>
        <source>Batch (F11)</source>
        <translation>Lô (F11)</translation>
    </message>
    <message>
        <source>Channel (F10)</source>
        <translation>Kênh (F10)</translation>
    </message>
    <message>
        <source>as written on each ballot</source>
        <translation>theo từng phiếu</translation>
    </message>
    <message>
        <source>{batch} (new)</source>
        <translation>{batch} (mới)</translation>
    </message>
    <message>
        <source>no batch</source>
        <translation>không chia lô</translation>
    </message>
    <message numerus="yes">
        <source>%Ln ballot(s)</source>
        <translation>
            <numerusform>%Ln phiếu</numerusform>
        </translation>
    </message>
    <message>
        <source>Unit: {unit}</source>
        <translation>Đơn vị: {unit}</translation>
    </message>
    <message>
        <source>Ballots are not bundled.</source>
        <translation>Phiếu không bó theo lô.</translation>
    </message>
    <message>
        <source>A bundle is full: bind it, then F3.</source>
        <translation>Đủ một bó: bó lại rồi nhấn F3.</translation>
    </message>
</context>
<context>
    <name>BoxForm</name>
    <message>
        <source>the seal was whole</source>
        <translation>niêm phong còn nguyên</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Ngày mở</translation>
    </message>
    <message>
        <source>needed where the seal was broken</source>
        <translation>cần khi không còn nguyên</translation>
    </message>
    <message>
        <source>one a line: name, office</source>
        <translation>mỗi người một dòng: họ tên, chức vụ</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>Hòm phiếu</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Đơn vị</translation>
    </message>
    <message>
        <source>Number of the seal</source>
        <translation>Số niêm phong</translation>
    </message>
    <message>
        <source>What else was seen</source>
        <translation>Ghi nhận khác</translation>
    </message>
    <message>
        <source>People present</source>
        <translation>Người có mặt</translation>
    </message>
    <message>
        <source>Papers in the box</source>
        <translation>Số phiếu trong hòm</translation>
    </message>
    <message>
        <source>Look valid</source>
        <translation>Xem là hợp lệ</translation>
    </message>
    <message>
        <source>Received into batch</source>
        <translation>Nhận vào lô</translation>
    </message>
    <message>
        <source>of no unit</source>
        <translation>không của đơn vị nào</translation>
    </message>
</context>
<context>
    <name>BoxesPanel</name>
    <message>
        <source>Records of ballot boxes</source>
        <translation>Biên bản mở hòm phiếu</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Số</translation>
    </message>
    <message>
        <source>Box, unit</source>
        <translation>Hòm phiếu, đơn vị</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Chênh lệch</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>Kiểm đếm</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Đã nhận</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Lô</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>Niêm phong</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Ngày mở</translation>
    </message>
    <message>
        <source>Save the record</source>
        <translation>Lưu biên bản</translation>
    </message>
    <message>
        <source>New record</source>
        <translation>Biên bản mới</translation>
    </message>
    <message>
        <source>Correct</source>
        <translation>Sửa</translation>
    </message>
    <message>
        <source>Print the record …</source>
        <translation>In biên bản …</translation>
    </message>
    <message>
        <source>on a record: correct it; in the last field: save</source>
        <translation>trên một biên bản: sửa; ở ô cuối: lưu</translation>
    </message>
    <message>
        <source>Reading ballot boxes</source>
        <translation>Đang đọc biên bản mở hòm phiếu</translation>
    </message>
    <message>
        <source>Record {number} is in {path}: print it and let everybody sign.</source>
        <translation>Biên bản số {number} ở {path}: in ra để mọi người ký.</translation>
    </message>
    <message>
        <source>{seal}, broken</source>
        <translation>{seal} (bị hỏng)</translation>
    </message>
    <message>
        <source>none</source>
        <translation>khớp</translation>
    </message>
    <message>
        <source>not received yet</source>
        <translation>chưa nhận phiếu nào</translation>
    </message>
    <message numerus="yes">
        <source>%Ln paper(s) not received</source>
        <translation>
            <numerusform>còn %Ln phiếu chưa nhận</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ballot(s) more than counted</source>
        <translation>
            <numerusform>nhận nhiều hơn %Ln phiếu</numerusform>
        </translation>
    </message>
    <message>
        <source>{counted} valid, {looked} looked so</source>
        <translation>{counted} hợp lệ, lúc mở là {looked}</translation>
    </message>
    <message>
        <source>No ballot box was opened yet: write down the first one below.</source>
        <translation>Chưa mở hòm phiếu nào: ghi hòm đầu tiên ở dưới.</translation>
    </message>
    <message>
        <source>{boxes} records: {papers} papers counted · {received} received · boxes that differ: {differ}</source>
        <translation>{boxes} biên bản: kiểm đếm {papers} phiếu · đã nhận {received} · hòm có chênh lệch: {differ}</translation>
    </message>
    <message>
        <source>There is no record at hand: choose one in the table.</source>
        <translation>Chưa chọn biên bản nào: chọn trong bảng.</translation>
    </message>
    <message>
        <source>Correction of record {number}; the history keeps both</source>
        <translation>Sửa biên bản số {number}; lịch sử giữ cả hai</translation>
    </message>
    <message>
        <source>Record {number} is saved. Next: receive its ballots into batch {batch} (Ctrl+5).</source>
        <translation>Đã lưu biên bản số {number}. Việc tiếp theo: nhận phiếu của hòm vào lô {batch} (Ctrl+5).</translation>
    </message>
    <message>
        <source>Record {number} is saved.</source>
        <translation>Đã lưu biên bản số {number}.</translation>
    </message>
    <message>
        <source>Printing the record</source>
        <translation>Đang in biên bản</translation>
    </message>
    <message>
        <source>Record of a ballot box</source>
        <translation>Biên bản mở hòm phiếu</translation>
    </message>
</context>
<context>
    <name>CalendarView</name>
    <message>
        <source>Milestones</source>
        <translation>Các mốc</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Hạn cuối</translation>
    </message>
    <message>
        <source>Milestone</source>
        <translation>Nội dung</translation>
    </message>
    <message>
        <source>Who answers for it</source>
        <translation>Chủ trì</translation>
    </message>
    <message>
        <source>Where it stands</source>
        <translation>Tình trạng</translation>
    </message>
    <message>
        <source>dd/mm/yyyy</source>
        <translation>ngày/tháng/năm</translation>
    </message>
    <message>
        <source>if need be: who signed, where the paper is</source>
        <translation>nếu cần: ai ký, văn bản để ở đâu</translation>
    </message>
    <message>
        <source>Not done after all</source>
        <translation>Bỏ đánh dấu</translation>
    </message>
    <message>
        <source>Done on</source>
        <translation>Ngày xong</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Ghi chú</translation>
    </message>
    <message>
        <source>? – counted without holidays that somebody has checked: look into forms/holidays.toml.</source>
        <translation>? – tính theo ngày nghỉ lễ chưa được kiểm tra: xem lại forms/holidays.toml.</translation>
    </message>
    <message>
        <source>The plan sets no milestones.</source>
        <translation>Kế hoạch không nêu mốc thời gian.</translation>
    </message>
    <message>
        <source>The survey itself sees when this is done: {when}.</source>
        <translation>Chương trình tự biết khi nào xong: {when}.</translation>
    </message>
</context>
<context>
    <name>Card</name>
    <message>
        <source>Not recorded</source>
        <translation>Không ghi được</translation>
    </message>
</context>
<context>
    <name>CatalogueView</name>
    <message>
        <source>Units</source>
        <translation>Đơn vị</translation>
    </message>
    <message>
        <source>Procedures</source>
        <translation>Thủ tục</translation>
    </message>
    <message>
        <source>File with the catalogue</source>
        <translation>Tệp danh mục</translation>
    </message>
    <message>
        <source>Excel file with a column of codes and one of names</source>
        <translation>Tệp Excel có cột mã và cột tên</translation>
    </message>
    <message>
        <source>Code of the new entry</source>
        <translation>Mã mới</translation>
    </message>
    <message>
        <source>Name of the new entry</source>
        <translation>Tên mới</translation>
    </message>
    <message>
        <source>name, then Enter</source>
        <translation>thêm một dòng: gõ tên rồi Enter</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Thêm</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Mã</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Tên</translation>
    </message>
    <message>
        <source>Empty: keyers have to write the names out. Read a file, or add line by line.</source>
        <translation>Chưa có mục nào: người nhập liệu phải gõ cả tên. Hãy đọc tệp hoặc thêm từng dòng.</translation>
    </message>
    <message>
        <source>Parts of the preview</source>
        <translation>Các phần xem trước</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Mới</translation>
    </message>
    <message>
        <source>Renamed</source>
        <translation>Đổi tên</translation>
    </message>
    <message>
        <source>Name now</source>
        <translation>Tên hiện nay</translation>
    </message>
    <message>
        <source>Name in the file</source>
        <translation>Tên trong tệp</translation>
    </message>
    <message>
        <source>Rejected rows</source>
        <translation>Các dòng không nhận</translation>
    </message>
    <message>
        <source>Corrections</source>
        <translation>Các ô đã sửa</translation>
    </message>
    <message>
        <source>{file}: {added} new, {changed} renamed, {unchanged} as before, {rejected} rejected</source>
        <translation>{file}: {added} mục mới, {changed} đổi tên, {unchanged} như cũ, {rejected} dòng không nhận</translation>
    </message>
    <message>
        <source>New ({count})</source>
        <translation>Mới ({count})</translation>
    </message>
    <message>
        <source>Renamed ({count})</source>
        <translation>Đổi tên ({count})</translation>
    </message>
    <message>
        <source>Rejected ({count})</source>
        <translation>Không nhận ({count})</translation>
    </message>
    <message>
        <source>Corrected ({count})</source>
        <translation>Đã sửa ({count})</translation>
    </message>
    <message>
        <source>Units ({count})</source>
        <translation>Đơn vị ({count})</translation>
    </message>
    <message>
        <source>Procedures ({count})</source>
        <translation>Thủ tục ({count})</translation>
    </message>
</context>
<context>
    <name>CheckView</name>
    <message>
        <source>The check reads the whole file, follows every history from its first fact, works the survey out anew from it and compares. A cut or rewritten history shows only against a head that was printed: type one from a report or package.</source>
        <translation>Kiểm tra đọc toàn bộ tệp, lần theo mọi lịch sử từ sự kiện đầu, dựng lại cuộc khảo sát từ đó rồi so sánh. Lịch sử bị cắt hay viết lại chỉ lộ ra khi so với một mã lịch sử đã in: hãy gõ mã trên báo cáo hoặc gói dữ liệu.</translation>
    </message>
    <message>
        <source>Printed head to compare with</source>
        <translation>Mã lịch sử đã in để so</translation>
    </message>
    <message>
        <source>64 characters; may stay empty</source>
        <translation>64 ký tự; có thể để trống</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>Sai ở đâu</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Các lỗi</translation>
    </message>
    <message>
        <source>Not checked in this sitting yet.</source>
        <translation>Lần này chưa kiểm tra.</translation>
    </message>
    <message>
        <source>✓ Nothing is wrong. {facts} facts, every one in its place.</source>
        <translation>✓ Không có lỗi. {facts} sự kiện, sự kiện nào cũng đúng chỗ.</translation>
    </message>
    <message>
        <source>The printed head is part of this history.</source>
        <translation>Mã đã in thuộc lịch sử này.</translation>
    </message>
    <message>
        <source>The survey was salvaged from a damaged file; what it lacks is listed below.</source>
        <translation>Khảo sát này được cứu từ tệp hỏng; những phần còn thiếu liệt kê bên dưới.</translation>
    </message>
    <message>
        <source>Head: {head}</source>
        <translation>Mã lịch sử: {head}</translation>
    </message>
    <message>
        <source>✕ The survey does not pass. First problem: {problem}</source>
        <translation>✕ Cuộc khảo sát không qua kiểm tra. Lỗi đầu tiên: {problem}</translation>
    </message>
    <message>
        <source>Keep the file as it is and go on from the last backup.</source>
        <translation>Hãy giữ nguyên tệp này và làm tiếp từ bản sao lưu gần nhất.</translation>
    </message>
</context>
<context>
    <name>ChoiceView</name>
    <message>
        <source>another value, with a reason</source>
        <translation>giá trị khác, ghi lý do</translation>
    </message>
    <message>
        <source>A third clerk keyed: {value}</source>
        <translation>Người thứ ba nhập lại: {value}</translation>
    </message>
</context>
<context>
    <name>CleaningView</name>
    <message>
        <source>Looked at: nothing wrong with any</source>
        <translation>Đã xem, không phiếu nào sai</translation>
    </message>
    <message>
        <source>Recheck this ballot</source>
        <translation>Phúc tra phiếu này</translation>
    </message>
    <message>
        <source>Recheck all of the interviewer</source>
        <translation>Phúc tra mọi phiếu của điều tra viên</translation>
    </message>
    <message>
        <source>To be looked at</source>
        <translation>Cần xem lại</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Số</translation>
    </message>
    <message>
        <source>Who, batch</source>
        <translation>Người, lô</translation>
    </message>
    <message>
        <source>Sign</source>
        <translation>Dấu hiệu</translation>
    </message>
    <message>
        <source>Ballots</source>
        <translation>Phiếu</translation>
    </message>
    <message>
        <source>To look at</source>
        <translation>Còn xem</translation>
    </message>
    <message>
        <source>Ballots of the chosen line</source>
        <translation>Phiếu của dòng đang chọn</translation>
    </message>
    <message>
        <source>Serial</source>
        <translation>Số phiếu</translation>
    </message>
    <message>
        <source>Stands</source>
        <translation>Trạng thái</translation>
    </message>
    <message>
        <source>Looked at</source>
        <translation>Đã xem</translation>
    </message>
    <message>
        <source>scan a ballot, whether it is listed or not</source>
        <translation>quét một phiếu, dù có trong danh sách hay không</translation>
    </message>
    <message>
        <source>looked at and valid, or why it does not count</source>
        <translation>đã xem và hợp lệ, hoặc lý do không tính</translation>
    </message>
    <message>
        <source>Compare batches</source>
        <translation>So các lô</translation>
    </message>
    <message>
        <source>Compare interviewers</source>
        <translation>So điều tra viên</translation>
    </message>
    <message>
        <source>Looking for patterns</source>
        <translation>Đang tìm dấu hiệu</translation>
    </message>
    <message>
        <source>Nothing could be compared, and no two ballots look like one person’s. F10: {other}.</source>
        <translation>Không so sánh được phiếu nào; không có phiếu nào giống của cùng một người. F10: {other}.</translation>
    </message>
    <message>
        <source>Nothing stands out, and no two ballots look like one person’s.</source>
        <translation>Không có gì khác thường, không có phiếu nào giống của cùng một người.</translation>
    </message>
    <message>
        <source>F2 compares what interviewers brought and looks for two ballots of one person. It takes a while, names ballots to look at again, and decides nothing.</source>
        <translation>F2 so phiếu của các điều tra viên và tìm phiếu trùng người. Việc này mất một lúc, chỉ nêu phiếu cần xem lại, không tự quyết định gì.</translation>
    </message>
    <message>
        <source>Put away until you sign in anew. The ballots count as before.</source>
        <translation>Đã xem xong đến lần đăng nhập sau. Các phiếu vẫn được tính.</translation>
    </message>
    <message>
        <source>Looked at: ballot {serial} counts as before.</source>
        <translation>Đã xem: phiếu {serial} vẫn được tính.</translation>
    </message>
    <message>
        <source>By the list of cleaning</source>
        <translation>Theo danh sách làm sạch</translation>
    </message>
    <message numerus="yes">
        <source>%n ballot(s) drawn for phúc tra: they wait in its list.</source>
        <translation>
            <numerusform>Đã chọn %n phiếu vào danh sách phúc tra.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CommentsView</name>
    <message>
        <source>Question</source>
        <translation>Câu hỏi</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>Ý kiến</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Ý kiến</translation>
    </message>
    <message>
        <source>From settled ballots of all units and online comments without a rating, in no order. Telephone numbers and names are hidden as far as they are found. No words go into the report or the package.</source>
        <translation>Từ phiếu đã chốt của mọi đơn vị và ý kiến trực tuyến không chấm mức, không theo thứ tự nào. Số điện thoại và tên người được che khi nhận ra được. Lời ghi không vào báo cáo hay gói dữ liệu.</translation>
    </message>
    <message>
        <source>Which comments</source>
        <translation>Ý kiến nào</translation>
    </message>
    <message>
        <source>Topics</source>
        <translation>Chủ đề</translation>
    </message>
    <message>
        <source>The chosen comment</source>
        <translation>Ý kiến đang chọn</translation>
    </message>
    <message>
        <source>Choose a comment to read it whole.</source>
        <translation>Chọn một ý kiến để đọc toàn văn.</translation>
    </message>
    <message>
        <source>Show what is hidden</source>
        <translation>Xem phần đã che</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Hoàn tác</translation>
    </message>
    <message>
        <source>All comments ({count})</source>
        <translation>Mọi ý kiến ({count})</translation>
    </message>
    <message>
        <source>Without a topic yet ({count})</source>
        <translation>Chưa có chủ đề ({count})</translation>
    </message>
    <message>
        <source>Choose a comment first.</source>
        <translation>Hãy chọn một ý kiến trước.</translation>
    </message>
    <message>
        <source>comments-{plan}</source>
        <translation>y-kien-{plan}</translation>
    </message>
    <message>
        <source>Excel workbooks (*.xlsx)</source>
        <translation>Sổ tính Excel (*.xlsx)</translation>
    </message>
    <message>
        <source>Save the list of comments</source>
        <translation>Lưu danh sách ý kiến</translation>
    </message>
    <message>
        <source>Writing the list of comments</source>
        <translation>Đang ghi danh sách ý kiến</translation>
    </message>
    <message numerus="yes">
        <source>%n comment(s) saved, numbers and names hidden: {file}</source>
        <translation>
            <numerusform>Đã lưu %n ý kiến, đã che số điện thoại và tên: {file}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>Compare with</source>
        <translation>So với</translation>
    </message>
    <message>
        <source>a file: another survey or its package</source>
        <translation>một tệp: cuộc khảo sát khác hoặc gói của nó</translation>
    </message>
    <message>
        <source>Surveys and packages (*.sipas *.zip)</source>
        <translation>Cuộc khảo sát và gói (*.sipas *.zip)</translation>
    </message>
    <message>
        <source>Survey or package</source>
        <translation>Cuộc khảo sát hoặc gói</translation>
    </message>
    <message>
        <source>your password there</source>
        <translation>mật khẩu của bạn ở đó</translation>
    </message>
    <message>
        <source>Your password in the other survey</source>
        <translation>Mật khẩu của bạn trong cuộc khảo sát kia</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Thay đổi</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Câu hỏi</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Trước</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Nay</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>Điểm %</translation>
    </message>
    <message>
        <source>95% interval</source>
        <translation>Khoảng tin cậy 95%</translation>
    </message>
    <message>
        <source>Beyond chance</source>
        <translation>Vượt ngẫu nhiên</translation>
    </message>
    <message>
        <source>Chart of the changes</source>
        <translation>Biểu đồ thay đổi</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>Chỉ số</translation>
    </message>
    <message>
        <source>▲ ▼ beyond chance (95%); ○ within what chance gives.</source>
        <translation>▲ ▼ vượt quá sai số ngẫu nhiên (95%); ○ trong phạm vi sai số ngẫu nhiên.</translation>
    </message>
    <message>
        <source>Choose another wave, which follows the filter above, or a file, with which the whole survey is compared. Both sides need enough ballots to be shown.</source>
        <translation>Chọn một đợt khác (theo bộ lọc ở trên), hoặc một tệp để so cả cuộc khảo sát. Hai bên đều phải có đủ phiếu thì mới hiện số liệu.</translation>
    </message>
    <message>
        <source>Chart: the index and each question before and now</source>
        <translation>Biểu đồ: chỉ số và từng câu hỏi trước và nay</translation>
    </message>
    <message>
        <source>Now: {now}. Before: {before}.</source>
        <translation>Nay: {now}. Trước: {before}.</translation>
    </message>
    <message>
        <source>The index is not compared: {why}.</source>
        <translation>Không so sánh chỉ số: {why}.</translation>
    </message>
    <message>
        <source>Not compared: {what}.</source>
        <translation>Không so sánh: {what}.</translation>
    </message>
    <message>
        <source>only asked now</source>
        <translation>chỉ hỏi lần này</translation>
    </message>
    <message>
        <source>only asked before</source>
        <translation>chỉ hỏi lần trước</translation>
    </message>
    <message>
        <source>other wording</source>
        <translation>đổi lời văn</translation>
    </message>
    <message>
        <source>other levels</source>
        <translation>đổi các mức</translation>
    </message>
    <message>
        <source>not over the same questions</source>
        <translation>không cùng các câu hỏi</translation>
    </message>
    <message>
        <source>the other side does not say it</source>
        <translation>bên kia không cho biết</translation>
    </message>
    <message>
        <source>▲ yes</source>
        <translation>▲ có</translation>
    </message>
    <message>
        <source>no</source>
        <translation>không</translation>
    </message>
    <message>
        <source>▼ yes</source>
        <translation>▼ có</translation>
    </message>
</context>
<context>
    <name>ConflictsView</name>
    <message>
        <source>Ballots in conflict</source>
        <translation>Phiếu có xung đột</translation>
    </message>
    <message>
        <source>Ballot</source>
        <translation>Phiếu</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Lý do</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Người làm</translation>
    </message>
    <message>
        <source>No conflict: what was merged agrees.</source>
        <translation>Không có xung đột: dữ liệu đã gộp khớp nhau.</translation>
    </message>
    <message>
        <source>What was done to the ballot</source>
        <translation>Những việc đã làm trên phiếu</translation>
    </message>
    <message>
        <source>Counts</source>
        <translation>Giữ</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Việc</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Trạm</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Lúc</translation>
    </message>
    <message>
        <source>Choose a ballot on the left.</source>
        <translation>Chọn một phiếu ở bên trái.</translation>
    </message>
    <message>
        <source>Enter on a line says whether it counts. What does not count stays in the history.</source>
        <translation>Nhấn Enter trên một dòng để giữ hoặc bỏ. Việc không giữ vẫn còn trong lịch sử.</translation>
    </message>
    <message>
        <source>Settle this way</source>
        <translation>Xử lý như vậy</translation>
    </message>
    <message numerus="yes">
        <source>%n in which you had a part wait(s) for somebody else</source>
        <translation>
            <numerusform>%n phiếu bạn đã tham gia, chờ người khác giải quyết</numerusform>
        </translation>
    </message>
    <message>
        <source>The conflict is settled, and so is the ballot.</source>
        <translation>Đã xử lý xung đột, phiếu đã chốt.</translation>
    </message>
    <message>
        <source>The conflict is settled; what is missing on the ballot is keyed again.</source>
        <translation>Đã xử lý xung đột; phần còn thiếu của phiếu sẽ được nhập lại.</translation>
    </message>
</context>
<context>
    <name>ContentsCard</name>
    <message>
        <source>a codebook that explains every column and code</source>
        <translation>bảng giải thích mọi cột và mã</translation>
    </message>
    <message>
        <source>the plan and the ballot forms</source>
        <translation>kế hoạch và mẫu phiếu</translation>
    </message>
    <message>
        <source>the index, and that of each unit with enough ballots</source>
        <translation>chỉ số chung và chỉ số của từng đơn vị có đủ phiếu</translation>
    </message>
    <message>
        <source>numbers of ballots, and the hash of every file</source>
        <translation>số lượng phiếu và mã băm của từng tệp</translation>
    </message>
    <message>
        <source>serials and places in a batch</source>
        <translation>số phiếu và vị trí trong lô</translation>
    </message>
    <message>
        <source>names, addresses, phones, dossiers</source>
        <translation>họ tên, địa chỉ, số điện thoại, mã hồ sơ</translation>
    </message>
    <message>
        <source>what respondents wrote in their own words</source>
        <translation>lời người trả lời tự viết</translation>
    </message>
    <message>
        <source>who keyed, when, and what was corrected</source>
        <translation>ai nhập, nhập lúc nào, sửa những gì</translation>
    </message>
    <message>
        <source>In the package</source>
        <translation>Có trong gói</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Không đưa vào gói</translation>
    </message>
    <message numerus="yes">
        <source>the coded answers of %n settled ballot(s), as CSV and XLSX, in no order</source>
        <translation>
            <numerusform>câu trả lời đã mã hóa của %n phiếu đã chốt, dạng CSV và XLSX, không theo thứ tự</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>! %n valid ballot(s) are not settled yet and will not be in it.</source>
        <translation>
            <numerusform>! Còn %n phiếu hợp lệ chưa chốt, sẽ không có trong gói.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CorrectionView</name>
    <message>
        <source>Serial of the ballot</source>
        <translation>Số phiếu</translation>
    </message>
    <message>
        <source>scan or type the serial, then Enter</source>
        <translation>quét hoặc gõ số phiếu rồi nhấn Enter</translation>
    </message>
    <message>
        <source>What was decided</source>
        <translation>Các quyết định đã chốt</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Câu</translation>
    </message>
    <message>
        <source>Wording</source>
        <translation>Nội dung</translation>
    </message>
    <message>
        <source>Keyed</source>
        <translation>Giá trị nhập</translation>
    </message>
    <message>
        <source>Keyed otherwise</source>
        <translation>Giá trị nhập khác</translation>
    </message>
    <message>
        <source>Decided</source>
        <translation>Đã chốt</translation>
    </message>
    <message>
        <source>Enter on a line decides it again, with a reason, until the batch is closed.</source>
        <translation>Nhấn Enter ở một dòng để chốt lại, có ghi lý do, cho đến khi đóng lô.</translation>
    </message>
    <message>
        <source>Ballot</source>
        <translation>Phiếu</translation>
    </message>
    <message>
        <source>Nothing was decided on this ballot.</source>
        <translation>Phiếu này chưa có quyết định nào.</translation>
    </message>
</context>
<context>
    <name>DayView</name>
    <message>
        <source>page-{day}</source>
        <translation>trang-ngay-{day}</translation>
    </message>
    <message>
        <source>Save the page of the day</source>
        <translation>Ghi trang ngày</translation>
    </message>
    <message>
        <source>PDF (*.pdf);;Excel workbooks (*.xlsx)</source>
        <translation>PDF (*.pdf);;Bảng tính Excel (*.xlsx)</translation>
    </message>
    <message>
        <source>Writing the page of the day</source>
        <translation>Đang ghi trang ngày</translation>
    </message>
    <message>
        <source>The page of the day is saved: {file}</source>
        <translation>Đã ghi trang ngày: {file}</translation>
    </message>
    <message>
        <source>Nothing came back yet.</source>
        <translation>Chưa thu về phiếu nào.</translation>
    </message>
</context>
<context>
    <name>DefinitionsTable</name>
    <message>
        <source>Definitions</source>
        <translation>Các cách tính</translation>
    </message>
    <message>
        <source>Definition</source>
        <translation>Cách tính</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>Chỉ số</translation>
    </message>
    <message>
        <source>95%</source>
        <translation>95%</translation>
    </message>
    <message>
        <source>By every definition; Enter shows the questions.</source>
        <translation>Theo từng cách tính; Enter để xem các câu hỏi.</translation>
    </message>
    <message>
        <source>not asked</source>
        <translation>không hỏi</translation>
    </message>
    <message>
        <source>no weights</source>
        <translation>không có trọng số</translation>
    </message>
</context>
<context>
    <name>DemoPeople</name>
    <message>
        <source>Demonstration: sign in as one of these made-up people</source>
        <translation>Trình diễn: đăng nhập bằng tên một người giả định</translation>
    </message>
    <message>
        <source>Everybody&apos;s password: {password}</source>
        <translation>Mật khẩu của mọi người: {password}</translation>
    </message>
</context>
<context>
    <name>DifferenceSheet</name>
    <message>
        <source>Reason</source>
        <translation>Lý do</translation>
    </message>
    <message>
        <source>Ballot {serial} · batch {batch} · ballot {position} of the bundle</source>
        <translation>Phiếu {serial} · lô {batch} · phiếu thứ {position}</translation>
    </message>
    <message>
        <source>Ballot {serial} · batch {batch}</source>
        <translation>Phiếu {serial} · lô {batch}</translation>
    </message>
    <message>
        <source>Ballot {serial}</source>
        <translation>Phiếu {serial}</translation>
    </message>
    <message>
        <source>The two keyings are a row apart from question {first} to question {last}.</source>
        <translation>Hai lần nhập lệch nhau một dòng từ câu {first} đến câu {last}.</translation>
    </message>
</context>
<context>
    <name>Differences</name>
    <message>
        <source>Missing and extra ballots</source>
        <translation>Phiếu thiếu, thừa</translation>
    </message>
    <message>
        <source>Serial</source>
        <translation>Số phiếu</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Thiếu, thừa</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Lý do</translation>
    </message>
    <message>
        <source>Why it is missing or extra</source>
        <translation>Lý do thiếu, thừa</translation>
    </message>
    <message>
        <source>Why it is missing or extra, then Enter</source>
        <translation>Vì sao thiếu, thừa, rồi nhấn Enter</translation>
    </message>
    <message>
        <source>Reason (F5)</source>
        <translation>Lý do (F5)</translation>
    </message>
    <message>
        <source>For the chosen ones</source>
        <translation>Cho phiếu đang chọn</translation>
    </message>
    <message>
        <source>For all without one</source>
        <translation>Cho mọi phiếu chưa có</translation>
    </message>
    <message>
        <source>missing</source>
        <translation>thiếu</translation>
    </message>
    <message>
        <source>extra</source>
        <translation>thừa</translation>
    </message>
</context>
<context>
    <name>DifferencesPage</name>
    <message>
        <source>Another value</source>
        <translation>Giá trị khác</translation>
    </message>
    <message>
        <source>Confirm</source>
        <translation>Chốt</translation>
    </message>
    <message>
        <source>why neither keyed value is right, for example: read again on the paper</source>
        <translation>vì sao không lấy hai giá trị đã nhập, ví dụ: đọc lại trên phiếu giấy</translation>
    </message>
    <message numerus="yes">
        <source>%n ballot(s) with differences left</source>
        <translation>
            <numerusform>Còn %n phiếu có chỗ khác nhau</numerusform>
        </translation>
    </message>
    <message>
        <source>Send back</source>
        <translation>Gửi nhập lại</translation>
    </message>
    <message numerus="yes">
        <source>%n that you keyed wait(s) for somebody else</source>
        <translation>
            <numerusform>%n phiếu bạn đã nhập, chờ người khác chốt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s) in which you had a part</source>
        <translation>
            <numerusform>%n phiếu xung đột mà bạn đã tham gia</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait(s) for a third clerk</source>
        <translation>
            <numerusform>%n phiếu chờ người thứ ba nhập lại</numerusform>
        </translation>
    </message>
    <message>
        <source>differs only in spelling: F5 lists all such places</source>
        <translation>chỉ khác cách viết: F5 liệt kê mọi chỗ như vậy</translation>
    </message>
    <message>
        <source>the left value</source>
        <translation>lấy giá trị bên trái</translation>
    </message>
    <message>
        <source>the right value</source>
        <translation>lấy giá trị bên phải</translation>
    </message>
    <message>
        <source>another value, with a reason</source>
        <translation>giá trị khác, ghi lý do</translation>
    </message>
    <message>
        <source>what a third clerk keyed</source>
        <translation>giá trị người thứ ba nhập lại</translation>
    </message>
    <message>
        <source>back to the two values</source>
        <translation>trở lại hai giá trị</translation>
    </message>
    <message>
        <source>Back to the differences</source>
        <translation>Về chỗ khác nhau</translation>
    </message>
    <message numerus="yes">
        <source>Conflicts (%n)</source>
        <translation>
            <numerusform>Xung đột (%n)</numerusform>
        </translation>
    </message>
    <message>
        <source>Correct a decision</source>
        <translation>Sửa quyết định</translation>
    </message>
    <message>
        <source>Spelling alone</source>
        <translation>Chỉ khác cách viết</translation>
    </message>
    <message numerus="yes">
        <source>Take back (%n)</source>
        <translation>
            <numerusform>Rút lại (%n)</numerusform>
        </translation>
    </message>
    <message>
        <source>decided: {value}</source>
        <translation>đã chốt: {value}</translation>
    </message>
    <message>
        <source>Choose first: 1 takes the left value, 2 the right one, 3 another.</source>
        <translation>Chọn trước: 1 lấy bên trái, 2 lấy bên phải, 3 nhập giá trị khác.</translation>
    </message>
    <message>
        <source>Type the reason: a decision is corrected.</source>
        <translation>Hãy ghi lý do sửa quyết định đã chốt.</translation>
    </message>
    <message>
        <source>Ballot {serial} waits for a third clerk.</source>
        <translation>Đã gửi phiếu {serial} cho người thứ ba nhập lại.</translation>
    </message>
    <message>
        <source>Ballot {serial} waits for the adjudicator again.</source>
        <translation>Đã rút lại phiếu {serial}: phiếu lại chờ chốt.</translation>
    </message>
    <message>
        <source>Nothing to take back: it was taken back, or somebody has begun to key it.</source>
        <translation>Không còn gì để rút lại: đã rút rồi, hoặc đã có người bắt đầu nhập.</translation>
    </message>
    <message>
        <source>Key the value first, as on the keying page.</source>
        <translation>Nhập giá trị trước, như ở trang nhập phiếu.</translation>
    </message>
    <message>
        <source>Type the reason: neither keyer keyed this value.</source>
        <translation>Ghi lý do: giá trị này khác cả hai lần nhập.</translation>
    </message>
    <message>
        <source>Ballot {serial}, question {question}: decided.</source>
        <translation>Đã chốt phiếu {serial}, câu {question}.</translation>
    </message>
    <message>
        <source>why it is decided again, for example: read again on the paper</source>
        <translation>vì sao chốt lại, ví dụ: đã đọc lại trên phiếu</translation>
    </message>
    <message>
        <source>The differences left are on ballots that you keyed: somebody else settles them.</source>
        <translation>Chỉ còn chỗ khác nhau trên những phiếu bạn đã nhập: người khác sẽ chốt.</translation>
    </message>
    <message>
        <source>No differences wait. They appear when a ballot has been keyed twice and the values differ.</source>
        <translation>Không có chỗ khác nhau nào đang chờ. Chỗ khác nhau hiện ra khi một phiếu đã nhập hai lần mà giá trị không giống nhau.</translation>
    </message>
</context>
<context>
    <name>DividedView</name>
    <message>
        <source>Divided by</source>
        <translation>Chia theo</translation>
    </message>
    <message>
        <source>and by</source>
        <translation>và theo</translation>
    </message>
    <message>
        <source>nothing else</source>
        <translation>không chia thêm</translation>
    </message>
    <message>
        <source>Question: {question}</source>
        <translation>Câu hỏi: {question}</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>Chỉ số</translation>
    </message>
    <message>
        <source>hidden (under {least} ballots)</source>
        <translation>ẩn (dưới {least} phiếu)</translation>
    </message>
    <message>
        <source>Enter on a row shows its ballots.</source>
        <translation>Enter trên một dòng để xem các phiếu.</translation>
    </message>
    <message>
        <source>Cells under {least} ballots are hidden, and those from which they could be worked out.</source>
        <translation>Ẩn các ô dưới {least} phiếu, và ô mà từ đó có thể tính ngược ra.</translation>
    </message>
    <message>
        <source>Settled ballots</source>
        <translation>Số phiếu đã chốt</translation>
    </message>
    <message>
        <source>Level {n}</source>
        <translation>Mức {n}</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Có trả lời</translation>
    </message>
    <message>
        <source>Satisfied</source>
        <translation>Hài lòng</translation>
    </message>
    <message>
        <source>95% interval</source>
        <translation>Khoảng tin cậy 95%</translation>
    </message>
    <message>
        <source>Satisfied / answered</source>
        <translation>Hài lòng / có trả lời</translation>
    </message>
    <message>
        <source>Figures divided</source>
        <translation>Số liệu chia theo phần</translation>
    </message>
    <message>
        <source>Ballots of a cell are shown to the office and the administrator.</source>
        <translation>Chỉ văn phòng và quản trị viên xem được các phiếu của một ô.</translation>
    </message>
    <message>
        <source>Ballots are not listed by what they answer: divide by unit, group, wave or channel.</source>
        <translation>Không liệt kê phiếu theo câu trả lời: hãy chia theo đơn vị, nhóm, đợt hoặc kênh.</translation>
    </message>
    <message>
        <source>This cell is hidden: it has too few ballots, or would tell another one&apos;s.</source>
        <translation>Ô này được ẩn: có quá ít phiếu, hoặc để lộ ô khác có ít phiếu.</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Đơn vị</translation>
    </message>
    <message>
        <source>Sector</source>
        <translation>Lĩnh vực</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>Thủ tục hành chính</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Nhóm</translation>
    </message>
    <message>
        <source>Wave</source>
        <translation>Đợt</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Kênh</translation>
    </message>
</context>
<context>
    <name>DrawForm</name>
    <message>
        <source>by the plan&apos;s rule</source>
        <translation>theo quy định của kế hoạch</translation>
    </message>
    <message>
        <source>simple random</source>
        <translation>ngẫu nhiên đơn giản</translation>
    </message>
    <message>
        <source>systematic</source>
        <translation>ngẫu nhiên hệ thống</translation>
    </message>
    <message>
        <source>stratified, proportional</source>
        <translation>phân tầng, theo tỷ lệ</translation>
    </message>
    <message>
        <source>units</source>
        <translation>cơ quan</translation>
    </message>
    <message>
        <source>sectors</source>
        <translation>lĩnh vực</translation>
    </message>
    <message>
        <source>procedures</source>
        <translation>thủ tục</translation>
    </message>
    <message>
        <source>Draw the last one again, in its place</source>
        <translation>Chọn lại, thay cho lần chọn trước</translation>
    </message>
    <message>
        <source>any whole number; it stands in the minutes</source>
        <translation>số nguyên bất kỳ, được ghi vào biên bản</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Phương pháp</translation>
    </message>
    <message>
        <source>Strata</source>
        <translation>Phân tầng theo</translation>
    </message>
    <message>
        <source>what the stratified draw divides the frame by</source>
        <translation>dàn mẫu được chia tầng theo tiêu chí này khi chọn phân tầng</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Số hạt giống</translation>
    </message>
    <message>
        <source>Official members</source>
        <translation>Số người chính thức</translation>
    </message>
    <message>
        <source>empty: as many as the plan&apos;s rule asks for</source>
        <translation>để trống: theo số phiếu tối thiểu của kế hoạch</translation>
    </message>
    <message>
        <source>In reserve</source>
        <translation>Số người dự phòng</translation>
    </message>
    <message>
        <source>a number, or a share of the official ones such as 20%</source>
        <translation>một số, hoặc tỷ lệ so với danh sách chính thức, ví dụ 20%</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Lý do</translation>
    </message>
    <message>
        <source>why the last draw does not count: it stays in the history</source>
        <translation>vì sao bỏ lần chọn trước; lần đó vẫn được lưu trong lịch sử</translation>
    </message>
    <message>
        <source>Nothing was drawn yet. The same seed and frame always draw the same lists.</source>
        <translation>Chưa chọn mẫu lần nào. Cùng số hạt giống và cùng dàn mẫu luôn cho cùng danh sách.</translation>
    </message>
    <message>
        <source>Last draw (no. {count}): {official} official, {reserve} in reserve of {rows} rows; seed {seed}; frame {hash}…</source>
        <translation>Lần chọn gần nhất (lần {count}): {official} người chính thức, {reserve} người dự phòng, từ {rows} dòng; số hạt giống {seed}; mã băm dàn mẫu {hash}…</translation>
    </message>
</context>
<context>
    <name>DueBar</name>
    <message>
        <source>Only ballots to be reminded of (F5)</source>
        <translation>Chỉ phiếu đến hạn nhắc (F5)</translation>
    </message>
    <message>
        <source>Only ballots to be reminded of</source>
        <translation>Chỉ phiếu đến hạn nhắc</translation>
    </message>
    <message>
        <source>Days until a reminder is due (F3)</source>
        <translation>Nhắc sau số ngày (F3)</translation>
    </message>
    <message>
        <source>Wanted back by</source>
        <translation>Hạn gửi lại</translation>
    </message>
</context>
<context>
    <name>FactCard</name>
    <message>
        <source>The chosen fact</source>
        <translation>Dòng đang chọn</translation>
    </message>
    <message>
        <source>Choose a line to see all that was recorded.</source>
        <translation>Chọn một dòng để xem mọi điều đã ghi.</translation>
    </message>
    <message>
        <source>All of this ballot</source>
        <translation>Mọi việc của phiếu này</translation>
    </message>
    <message>
        <source>The fact before it</source>
        <translation>Bản ghi trước đó</translation>
    </message>
    <message>
        <source>No line chosen</source>
        <translation>Chưa chọn dòng nào</translation>
    </message>
    <message>
        <source>Fact {n} of session {session}</source>
        <translation>Bản ghi {n} của phiên {session}</translation>
    </message>
    <message>
        <source>Hash: {hash}…</source>
        <translation>Mã băm: {hash}…</translation>
    </message>
</context>
<context>
    <name>FactorsTable</name>
    <message>
        <source>Factors</source>
        <translation>Yếu tố</translation>
    </message>
    <message>
        <source>Factor</source>
        <translation>Yếu tố</translation>
    </message>
    <message>
        <source>Satisfied</source>
        <translation>Hài lòng</translation>
    </message>
    <message>
        <source>Mean level</source>
        <translation>Mức trung bình</translation>
    </message>
    <message>
        <source>A factor: the mean of its criteria, each alike.</source>
        <translation>Yếu tố: trung bình cộng các tiêu chí của yếu tố đó.</translation>
    </message>
</context>
<context>
    <name>FieldPanel</name>
    <message>
        <source>One more</source>
        <translation>Thêm</translation>
    </message>
    <message>
        <source>Take away</source>
        <translation>Bỏ</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Lên</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Xuống</translation>
    </message>
</context>
<context>
    <name>FieldworkPage</name>
    <message>
        <source>Views of fieldwork</source>
        <translation>Các phần của phát phiếu, giao nhận</translation>
    </message>
    <message>
        <source>Interviewers and outcomes</source>
        <translation>Điều tra viên và kết quả</translation>
    </message>
    <message>
        <source>Hand-overs</source>
        <translation>Giao nhận</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>Thư</translation>
    </message>
    <message>
        <source>Ballot boxes</source>
        <translation>Hòm phiếu</translation>
    </message>
    <message>
        <source>next view</source>
        <translation>thẻ sau</translation>
    </message>
    <message>
        <source>view before</source>
        <translation>thẻ trước</translation>
    </message>
</context>
<context>
    <name>FieldworkPanel</name>
    <message>
        <source>Interviewer (F11)</source>
        <translation>Điều tra viên (F11)</translation>
    </message>
    <message>
        <source>Day (F10)</source>
        <translation>Ngày (F10)</translation>
    </message>
    <message>
        <source>Interviewers</source>
        <translation>Điều tra viên</translation>
    </message>
    <message>
        <source>Ballot</source>
        <translation>Phiếu</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>Còn lại</translation>
    </message>
    <message>
        <source>Assigned</source>
        <translation>Phân công</translation>
    </message>
    <message>
        <source>To issue</source>
        <translation>Chưa phát</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Còn giữ</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>Đã thu</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Từ chối</translation>
    </message>
    <message>
        <source>Not met</source>
        <translation>Không gặp</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Khác</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Mã</translation>
    </message>
    <message>
        <source>Interviewer</source>
        <translation>Điều tra viên</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Địa bàn</translation>
    </message>
    <message>
        <source>Reason why it is spoiled</source>
        <translation>Lý do phiếu hỏng</translation>
    </message>
    <message>
        <source>Why, then Enter</source>
        <translation>Lý do, rồi nhấn Enter</translation>
    </message>
    <message>
        <source>issue</source>
        <translation>phát phiếu</translation>
    </message>
    <message>
        <source>spoiled</source>
        <translation>hỏng</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Ghi nhận</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Bỏ lần quét</translation>
    </message>
    <message>
        <source>day</source>
        <translation>ngày</translation>
    </message>
    <message>
        <source>interviewer</source>
        <translation>điều tra viên</translation>
    </message>
    <message>
        <source>what the next scan says</source>
        <translation>lần quét tới ghi điều gì</translation>
    </message>
    <message>
        <source>Reading interviewers</source>
        <translation>Đang đọc danh sách điều tra viên</translation>
    </message>
    <message>
        <source>each member&apos;s own</source>
        <translation>theo phân công từng người</translation>
    </message>
    <message>
        <source>In all: {due} still to do · {out} out · {returned} back</source>
        <translation>Tổng cộng: còn lại {due} · còn giữ {out} · đã thu {returned}</translation>
    </message>
    <message>
        <source>nobody in particular</source>
        <translation>không giao cho ai</translation>
    </message>
    <message>
        <source>It stays so. The next scan issues again; Alt+9 for another spoiled one.</source>
        <translation>Không bỏ lại được. Lần quét tới lại ghi phát phiếu; Alt+9 cho phiếu hỏng khác.</translation>
    </message>
    <message>
        <source>{detail}. That was said before; a second visit has another day.</source>
        <translation>{detail}. Đã ghi như vậy rồi; lần đi khác có ngày khác.</translation>
    </message>
    <message>
        <source>The next scan says: {step}</source>
        <translation>Lần quét tới ghi: {step}</translation>
    </message>
    <message>
        <source>Alt and a digit choose what it says, F11 who it was, F10 the day.</source>
        <translation>Alt cùng một chữ số chọn nội dung ghi, F11 chọn điều tra viên, F10 chọn ngày.</translation>
    </message>
    <message>
        <source>Type why, Enter, then scan. It holds for one ballot and cannot be taken back.</source>
        <translation>Gõ lý do, Enter, rồi quét. Chỉ ghi cho một phiếu và không bỏ lại được.</translation>
    </message>
</context>
<context>
    <name>FileField</name>
    <message>
        <source>Choose …</source>
        <translation>Chọn …</translation>
    </message>
    <message>
        <source>Choose: {what}</source>
        <translation>Chọn: {what}</translation>
    </message>
</context>
<context>
    <name>FilesView</name>
    <message>
        <source>File</source>
        <translation>Tệp</translation>
    </message>
    <message>
        <source>Would be taken</source>
        <translation>Sẽ nhận</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Không nhận</translation>
    </message>
    <message>
        <source>Corrected</source>
        <translation>Đã sửa</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Ghi chú</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Đơn vị</translation>
    </message>
    <message>
        <source>Files of the folder</source>
        <translation>Các tệp trong thư mục</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>{definition} (the plan&apos;s)</source>
        <translation>{definition} (theo kế hoạch)</translation>
    </message>
    <message>
        <source>dd/mm/yyyy</source>
        <translation>ngày/tháng/năm</translation>
    </message>
    <message>
        <source>Received until</source>
        <translation>Thu đến hết ngày</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Nhóm đối tượng</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Đơn vị</translation>
    </message>
    <message>
        <source>Wave</source>
        <translation>Đợt</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Kênh</translation>
    </message>
    <message>
        <source>Index by</source>
        <translation>Cách tính chỉ số</translation>
    </message>
    <message>
        <source>all</source>
        <translation>tất cả</translation>
    </message>
</context>
<context>
    <name>FirstSheet</name>
    <message>
        <source>The survey is made. Print its recovery sheet</source>
        <translation>Đã lập cuộc khảo sát. Hãy in phiếu khôi phục</translation>
    </message>
    <message>
        <source>All data is encrypted. If the key file is lost, or you forget your password, only this sheet opens the data again. Print it, seal it in an envelope, lock it away, then delete the file.</source>
        <translation>Mọi dữ liệu đều được mã hóa. Nếu mất tệp khóa hoặc quên mật khẩu, chỉ có phiếu này mở lại được dữ liệu. In ra, cho vào phong bì dán kín, cất vào két, rồi xóa tệp.</translation>
    </message>
    <message>
        <source>Recovery sheet …</source>
        <translation>Phiếu khôi phục …</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Để sau</translation>
    </message>
    <message>
        <source>It can be printed at any time on the page Administration.</source>
        <translation>Có thể in bất cứ lúc nào tại trang Quản trị.</translation>
    </message>
</context>
<context>
    <name>FormEditor</name>
    <message>
        <source>Ballot form</source>
        <translation>Mẫu phiếu</translation>
    </message>
    <message>
        <source>Add a question</source>
        <translation>Thêm câu hỏi</translation>
    </message>
    <message>
        <source>Add a heading</source>
        <translation>Thêm đề mục</translation>
    </message>
    <message>
        <source>Add a part</source>
        <translation>Thêm phần khác</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Lên</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Xuống</translation>
    </message>
    <message>
        <source>Take away</source>
        <translation>Bỏ</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Hoàn tác</translation>
    </message>
    <message>
        <source>A question before the table, on a dotted line</source>
        <translation>Câu trước bảng, trên dòng chấm</translation>
    </message>
    <message>
        <source>A question for the interviewer</source>
        <translation>Câu do điều tra viên ghi</translation>
    </message>
    <message>
        <source>A part repeated for each officer</source>
        <translation>Phần lặp lại theo từng cán bộ</translation>
    </message>
    <message>
        <source>A scale</source>
        <translation>Thang đánh giá</translation>
    </message>
    <message>
        <source>A factor</source>
        <translation>Yếu tố</translation>
    </message>
    <message>
        <source>Questions use this scale: {codes}. Choose another one there first.</source>
        <translation>Còn câu dùng thang này: {codes}. Hãy chọn thang khác cho các câu đó trước.</translation>
    </message>
    <message>
        <source>The draft was thrown away; Ctrl+Y brings it back.</source>
        <translation>Đã bỏ bản nháp; bấm Ctrl+Y để lấy lại.</translation>
    </message>
    <message>
        <source>What you change here is kept in memory only until it is saved:</source>
        <translation>Những gì sửa ở đây chỉ còn trong bộ nhớ cho đến khi lưu:</translation>
    </message>
    <message>
        <source>There are changes that are not saved.</source>
        <translation>Có thay đổi chưa lưu.</translation>
    </message>
    <message>
        <source>The survey&apos;s form was changed since; saving puts this one in its place.</source>
        <translation>Mẫu phiếu của cuộc khảo sát đã thay đổi từ lúc bắt đầu sửa; lưu thì bản này thay thế.</translation>
    </message>
    <message>
        <source>Ballots of version {before} are printed: it stays for them, saving makes version {next}.</source>
        <translation>Đã in phiếu theo phiên bản {before} nên bản đó giữ nguyên để nhập phiếu; lưu thì thành phiên bản {next}.</translation>
    </message>
    <message numerus="yes">
        <source>%n mistake(s) to mend before saving.</source>
        <translation>
            <numerusform>Còn %n lỗi phải sửa mới lưu được.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n mistake(s) to mend before saving; the paper shows the form before.</source>
        <translation>
            <numerusform>Còn %n lỗi phải sửa mới lưu được; bản in bên cạnh là mẫu trước khi có lỗi.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FormFields</name>
    <message>
        <source>Title of the factor</source>
        <translation>Tên yếu tố</translation>
    </message>
    <message>
        <source>Choose a question in this part.</source>
        <translation>Chọn một câu trong phần này.</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Số thứ tự</translation>
    </message>
    <message>
        <source>Words of the heading</source>
        <translation>Nội dung đề mục</translation>
    </message>
    <message>
        <source>The repeated part stands here; its questions are below.</source>
        <translation>Phần lặp lại đứng ở đây; các câu của phần đó ở phía dưới.</translation>
    </message>
    <message>
        <source>Title (one line each)</source>
        <translation>Tên phiếu (mỗi dòng một hàng)</translation>
    </message>
    <message>
        <source>Line below the title</source>
        <translation>Dòng dưới tên phiếu</translation>
    </message>
    <message>
        <source>Lines before the table ({code}: dotted line)</source>
        <translation>Các dòng trước bảng ({code}: chỗ chấm để viết)</translation>
    </message>
    <message>
        <source>How to mark</source>
        <translation>Hướng dẫn đánh dấu</translation>
    </message>
    <message>
        <source>Heads of the table&apos;s three columns (one line each)</source>
        <translation>Tên ba cột của bảng (mỗi cột một dòng)</translation>
    </message>
    <message>
        <source>Marking</source>
        <translation>Cách đánh dấu</translation>
    </message>
    <message>
        <source>From what it was put together, where the plan prints no ballot</source>
        <translation>Soạn từ đâu, nếu kế hoạch không in sẵn phiếu</translation>
    </message>
    <message>
        <source>Part of the factor</source>
        <translation>Thuộc yếu tố</translation>
    </message>
    <message>
        <source>Levels, from the lowest up</source>
        <translation>Các mức, từ thấp đến cao</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Mức</translation>
    </message>
    <message>
        <source>Printed as a matrix, one column a level</source>
        <translation>In thành bảng, mỗi mức một cột</translation>
    </message>
    <message>
        <source>How many times it is repeated</source>
        <translation>Số lần lặp lại</translation>
    </message>
    <message>
        <source>behind: {row}</source>
        <translation>sau: {row}</translation>
    </message>
    <message>
        <source>nowhere</source>
        <translation>chưa đặt</translation>
    </message>
    <message>
        <source>at the head</source>
        <translation>ở đầu</translation>
    </message>
    <message>
        <source>Where it stands among the questions</source>
        <translation>Vị trí giữa các câu</translation>
    </message>
    <message>
        <source>Code, the beginning of its questions&apos; codes</source>
        <translation>Mã, đứng đầu mã các câu của phần này</translation>
    </message>
    <message>
        <source>In its questions, {n} stands for 1, 2, 3 …</source>
        <translation>Trong các câu của phần này, {n} thay cho 1, 2, 3 …</translation>
    </message>
    <message>
        <source>Words of the question</source>
        <translation>Nội dung câu hỏi</translation>
    </message>
    <message>
        <source>Short name, for lists and the report</source>
        <translation>Tên ngắn, dùng trong danh sách và báo cáo</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Loại câu</translation>
    </message>
    <message>
        <source>New scale</source>
        <translation>Thang mới</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Thang đánh giá</translation>
    </message>
    <message>
        <source>as the whole form</source>
        <translation>như toàn mẫu phiếu</translation>
    </message>
    <message>
        <source>an X in a box</source>
        <translation>dấu X vào ô</translation>
    </message>
    <message>
        <source>a ring around the code</source>
        <translation>khoanh tròn vào mã</translation>
    </message>
    <message>
        <source>The overall question</source>
        <translation>Câu đánh giá chung</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Nhiều nhất</translation>
    </message>
    <message>
        <source>At least</source>
        <translation>Ít nhất</translation>
    </message>
    <message>
        <source>Dotted lines</source>
        <translation>Số dòng chấm</translation>
    </message>
    <message>
        <source>Code, for files</source>
        <translation>Mã, dùng trong các tệp</translation>
    </message>
    <message>
        <source>New factor</source>
        <translation>Yếu tố mới</translation>
    </message>
    <message>
        <source>Factor</source>
        <translation>Yếu tố</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Mã</translation>
    </message>
    <message>
        <source>Satisfied</source>
        <translation>Hài lòng</translation>
    </message>
    <message>
        <source>New level</source>
        <translation>Mức mới</translation>
    </message>
    <message>
        <source>Notice on personal data</source>
        <translation>Thông báo về dữ liệu cá nhân</translation>
    </message>
    <message>
        <source>Asked before a telephone number is noted</source>
        <translation>Lời hỏi trước khi ghi số điện thoại</translation>
    </message>
    <message>
        <source>Printed from the highest level down</source>
        <translation>In từ mức cao nhất xuống</translation>
    </message>
    <message>
        <source>Words of a “no opinion” box, if there is one</source>
        <translation>Ô “không có ý kiến” (nếu có) ghi là</translation>
    </message>
    <message>
        <source>Option</source>
        <translation>Phương án</translation>
    </message>
    <message>
        <source>Asks for words</source>
        <translation>Ghi thêm chữ</translation>
    </message>
    <message>
        <source>Options</source>
        <translation>Các phương án</translation>
    </message>
</context>
<context>
    <name>FormPaper</name>
    <message>
        <source>Specimen</source>
        <translation>Phiếu mẫu</translation>
    </message>
</context>
<context>
    <name>FormTree</name>
    <message>
        <source>Questions of the form</source>
        <translation>Các câu của mẫu phiếu</translation>
    </message>
    <message>
        <source>The form as a whole</source>
        <translation>Toàn mẫu phiếu</translation>
    </message>
    <message>
        <source>Lines before the table</source>
        <translation>Các dòng trước bảng</translation>
    </message>
    <message>
        <source>Repeated part {code}</source>
        <translation>Phần lặp lại {code}</translation>
    </message>
    <message>
        <source>Filled in by the interviewer</source>
        <translation>Điều tra viên ghi</translation>
    </message>
    <message>
        <source>Factor without questions: {title}</source>
        <translation>Yếu tố chưa có câu nào: {title}</translation>
    </message>
    <message>
        <source>Factor {title}</source>
        <translation>Yếu tố {title}</translation>
    </message>
    <message>
        <source>Scale {code}</source>
        <translation>Thang {code}</translation>
    </message>
</context>
<context>
    <name>FormsView</name>
    <message>
        <source>Ballot form</source>
        <translation>Mẫu phiếu</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>Câu hỏi</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Số</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Câu hỏi</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Loại</translation>
    </message>
    <message>
        <source>Factor: {factor}</source>
        <translation>Yếu tố: {factor}</translation>
    </message>
    <message>
        <source>overall question</source>
        <translation>đánh giá chung</translation>
    </message>
    <message>
        <source>The plan prints no ballot; this one was composed: {source}</source>
        <translation>Kế hoạch không kèm mẫu phiếu; mẫu này được soạn: {source}</translation>
    </message>
    <message>
        <source>Specimen</source>
        <translation>Bản mẫu</translation>
    </message>
</context>
<context>
    <name>HandoverForm</name>
    <message>
        <source>Milestone of the plan</source>
        <translation>Mốc của kế hoạch</translation>
    </message>
    <message>
        <source>Who gives</source>
        <translation>Bên giao</translation>
    </message>
    <message>
        <source>Who takes</source>
        <translation>Bên nhận</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Ngày</translation>
    </message>
    <message>
        <source>none</source>
        <translation>không theo mốc nào</translation>
    </message>
</context>
<context>
    <name>HandoversPanel</name>
    <message>
        <source>Hand-overs</source>
        <translation>Các lần giao nhận</translation>
    </message>
    <message>
        <source>Given</source>
        <translation>Giao</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Nhận</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Thiếu</translation>
    </message>
    <message>
        <source>Extra</source>
        <translation>Thừa</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Số</translation>
    </message>
    <message>
        <source>Which way</source>
        <translation>Chiều</translation>
    </message>
    <message>
        <source>From whom to whom</source>
        <translation>Bên giao → bên nhận</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Ngày</translation>
    </message>
    <message>
        <source>Stands</source>
        <translation>Tình trạng</translation>
    </message>
    <message>
        <source>Slip …</source>
        <translation>Biên bản …</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>Về danh sách</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Bỏ lần quét</translation>
    </message>
    <message>
        <source>Close it</source>
        <translation>Chốt</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>Mở lần giao nhận</translation>
    </message>
    <message>
        <source>New hand-over</source>
        <translation>Lần giao nhận mới</translation>
    </message>
    <message>
        <source>the other side scans</source>
        <translation>bên kia quét</translation>
    </message>
    <message>
        <source>reasons of what is missing or extra</source>
        <translation>lý do của phiếu thiếu, thừa</translation>
    </message>
    <message>
        <source>the reason is that of all without one</source>
        <translation>ghi lý do cho mọi phiếu chưa có lý do</translation>
    </message>
    <message>
        <source>a file of serials</source>
        <translation>nạp tệp số phiếu</translation>
    </message>
    <message>
        <source>opens the chosen hand-over</source>
        <translation>mở lần giao nhận đang chọn</translation>
    </message>
    <message>
        <source>Reading the hand-over</source>
        <translation>Đang đọc lần giao nhận</translation>
    </message>
    <message>
        <source>Reading hand-overs</source>
        <translation>Đang đọc các lần giao nhận</translation>
    </message>
    <message>
        <source>The slip of hand-over {number} is in {path}.</source>
        <translation>Biên bản của lần giao nhận số {number} ở {path}.</translation>
    </message>
    <message>
        <source>Hand-over {number} is closed. F12 makes its slip, to be signed.</source>
        <translation>Đã chốt lần giao nhận số {number}. F12 lập biên bản để hai bên ký.</translation>
    </message>
    <message>
        <source>Choose the hand-over whose slip is to be printed.</source>
        <translation>Hãy chọn lần giao nhận cần in biên bản.</translation>
    </message>
    <message>
        <source>hand-over-{number}.pdf</source>
        <translation>giao-nhan-{number}.pdf</translation>
    </message>
    <message>
        <source>Slip</source>
        <translation>Biên bản giao nhận</translation>
    </message>
    <message>
        <source>Making the slip</source>
        <translation>Đang lập biên bản</translation>
    </message>
    <message>
        <source>There is no hand-over yet: F2 begins one.</source>
        <translation>Chưa có lần giao nhận nào: nhấn F2 để mở.</translation>
    </message>
    <message>
        <source>{open} open · {late} late · {held} ballots are with who hands them out</source>
        <translation>{open} lần chưa chốt · {late} lần trễ hạn · bên phát phiếu đang giữ {held} phiếu</translation>
    </message>
</context>
<context>
    <name>Header</name>
    <message>
        <source>Change operator</source>
        <translation>Đổi người</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Phím</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Màu sắc</translation>
    </message>
    <message>
        <source>Tiếng Việt</source>
        <translation>English</translation>
    </message>
    <message>
        <source>Operator: {name}</source>
        <translation>Người làm việc: {name}</translation>
    </message>
</context>
<context>
    <name>HistoryFilterBar</name>
    <message>
        <source>everybody</source>
        <translation>tất cả</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>tất cả</translation>
    </message>
    <message>
        <source>all</source>
        <translation>tất cả</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Ai</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>Việc</translation>
    </message>
    <message>
        <source>Ballot</source>
        <translation>Phiếu</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Câu hỏi</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Từ ngày</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Đến ngày</translation>
    </message>
    <message>
        <source>With the words</source>
        <translation>Có từ</translation>
    </message>
    <message>
        <source>serial or its last 7 digits</source>
        <translation>số phiếu</translation>
    </message>
    <message>
        <source>dd/mm/yyyy</source>
        <translation>dd/mm/yyyy</translation>
    </message>
    <message>
        <source>names, reasons, batches</source>
        <translation>tên, lý do, lô</translation>
    </message>
</context>
<context>
    <name>HistoryPage</name>
    <message>
        <source>Show</source>
        <translation>Xem</translation>
    </message>
    <message>
        <source>Save the table …</source>
        <translation>Lưu bảng …</translation>
    </message>
    <message>
        <source>Older</source>
        <translation>Cũ hơn</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Bỏ lọc</translation>
    </message>
    <message>
        <source>Facts, the newest first</source>
        <translation>Lịch sử, mới nhất trước</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Lúc</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Ai</translation>
    </message>
    <message>
        <source>What was done</source>
        <translation>Việc</translation>
    </message>
    <message>
        <source>Ballot</source>
        <translation>Phiếu</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Nội dung</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Trước</translation>
    </message>
    <message>
        <source>After</source>
        <translation>Sau</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Lý do</translation>
    </message>
    <message>
        <source>“{found}” is no day; write it like 31/10/2017.</source>
        <translation>“{found}” không phải ngày; viết như 31/10/2017.</translation>
    </message>
    <message>
        <source>Nothing is older: this is where the survey begins.</source>
        <translation>Không còn dòng cũ hơn: đây là lúc lập cuộc khảo sát.</translation>
    </message>
    <message>
        <source>That fact is not in this file, or not for you to see.</source>
        <translation>Bản ghi đó không có trong tệp này, hoặc bạn không được xem.</translation>
    </message>
    <message>
        <source>Looking through the history</source>
        <translation>Đang xem lại lịch sử</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n dòng</numerusform>
        </translation>
    </message>
    <message>
        <source>{lines} for {wanted}</source>
        <translation>{lines} · {wanted}</translation>
    </message>
    <message>
        <source>older ones with F4</source>
        <translation>F4 để xem cũ hơn</translation>
    </message>
    <message>
        <source>history</source>
        <translation>lich-su</translation>
    </message>
    <message>
        <source>Save the table</source>
        <translation>Lưu bảng</translation>
    </message>
    <message>
        <source>Excel workbooks (*.xlsx)</source>
        <translation>Sổ tính Excel (*.xlsx)</translation>
    </message>
    <message>
        <source>Fact</source>
        <translation>Bản ghi</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Lịch sử</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Nguồn</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) saved: {file}</source>
        <translation>
            <numerusform>Đã lưu %n dòng: {file}</numerusform>
        </translation>
    </message>
    <message>
        <source>Survey</source>
        <translation>Cuộc khảo sát</translation>
    </message>
    <message>
        <source>Head of the history</source>
        <translation>Mã lịch sử</translation>
    </message>
    <message>
        <source>Saved by</source>
        <translation>Người lưu</translation>
    </message>
    <message>
        <source>Saved on</source>
        <translation>Ngày lưu</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Tìm trong bảng</translation>
    </message>
    <message>
        <source>Older lines left out</source>
        <translation>Có dòng cũ hơn không đưa vào</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>có</translation>
    </message>
    <message>
        <source>no</source>
        <translation>không</translation>
    </message>
</context>
<context>
    <name>IdentifiedCard</name>
    <message>
        <source>Records with serials</source>
        <translation>Dữ liệu có số phiếu</translation>
    </message>
    <message>
        <source>With serials, days of receipt and what respondents wrote; never with the people of the sample list. Somebody has to allow it: who, and why, stands in the history for good.</source>
        <translation>Có số phiếu, ngày nhận và lời người dân ghi; không bao giờ có người trong danh sách mẫu. Phải có người cho phép: ai cho phép và vì sao được ghi vào lịch sử, không xóa được.</translation>
    </message>
    <message>
        <source>Allowed by (name, post)</source>
        <translation>Người cho phép (họ tên, chức vụ)</translation>
    </message>
    <message>
        <source>What it is needed for</source>
        <translation>Dùng để làm gì</translation>
    </message>
    <message>
        <source>Save with serials …</source>
        <translation>Lưu có số phiếu …</translation>
    </message>
</context>
<context>
    <name>IndexView</name>
    <message>
        <source>satisfaction index</source>
        <translation>chỉ số hài lòng</translation>
    </message>
</context>
<context>
    <name>InterruptedLine</name>
    <message>
        <source>Continue</source>
        <translation>In tiếp</translation>
    </message>
    <message>
        <source>Give up</source>
        <translation>Bỏ</translation>
    </message>
    <message numerus="yes">
        <source>%Ln label(s)</source>
        <translation>
            <numerusform>%Ln tem</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ballot(s)</source>
        <translation>
            <numerusform>%Ln phiếu</numerusform>
        </translation>
    </message>
    <message>
        <source>Printed and recorded, but its file is missing: {what}, {first} to {last}.</source>
        <translation>Đợt in đã ghi nhận nhưng chưa có tệp: {what}, từ {first} đến {last}.</translation>
    </message>
    <message>
        <source>A run was interrupted: {what}, {first} to {last}. Nobody has its file.</source>
        <translation>Đợt in dở: {what}, từ {first} đến {last}. Chưa ai có tệp của đợt này.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln more run(s) interrupted as well.</source>
        <translation>
            <numerusform>Còn %Ln đợt khác in dở.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KeyingPage</name>
    <message>
        <source>Correct the last ballot</source>
        <translation>Sửa phiếu vừa nhập</translation>
    </message>
    <message>
        <source>Open ballot</source>
        <translation>Mở phiếu</translation>
    </message>
    <message>
        <source>Scan or type the serial of a ballot.</source>
        <translation>Quét hoặc gõ số phiếu.</translation>
    </message>
    <message>
        <source>Type the serial of the ballot that you want to correct, then press F5.</source>
        <translation>Gõ số phiếu cần sửa rồi bấm F5.</translation>
    </message>
    <message>
        <source>Ballot {serial} is left open. Scan it again to go on.</source>
        <translation>Phiếu {serial} để dở. Quét lại để nhập tiếp.</translation>
    </message>
    <message>
        <source>{unusual}. Is it so on the paper? Enter: yes. Up: look again.</source>
        <translation>{unusual}. Trên phiếu có đúng vậy không? Enter: đúng. ↑: xem lại.</translation>
    </message>
    <message>
        <source>Ballot {serial} is keyed.</source>
        <translation>Đã nhập xong phiếu {serial}.</translation>
    </message>
    <message>
        <source>Complete ballot</source>
        <translation>Xong phiếu</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>Keys</source>
        <translation>Phím</translation>
    </message>
    <message>
        <source>next control</source>
        <translation>sang ô hoặc nút kế tiếp</translation>
    </message>
    <message>
        <source>from the page to the places and back</source>
        <translation>từ trang sang các phần việc và ngược lại</translation>
    </message>
    <message>
        <source>light, dark, high contrast</source>
        <translation>nền sáng, tối, tương phản cao</translation>
    </message>
    <message>
        <source>Vietnamese or English</source>
        <translation>tiếng Việt hoặc tiếng Anh</translation>
    </message>
    <message>
        <source>larger or smaller text</source>
        <translation>chữ to hơn hoặc nhỏ hơn</translation>
    </message>
    <message>
        <source>sounds on or off</source>
        <translation>bật hoặc tắt âm thanh</translation>
    </message>
    <message>
        <source>change operator</source>
        <translation>đổi người làm việc</translation>
    </message>
    <message>
        <source>hide these keys</source>
        <translation>ẩn danh sách phím này</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Ở mọi nơi</translation>
    </message>
</context>
<context>
    <name>LedgerView</name>
    <message>
        <source>Where the ballots are</source>
        <translation>Phiếu đang ở đâu</translation>
    </message>
    <message>
        <source>wait for the first keying</source>
        <translation>chờ nhập lần 1</translation>
    </message>
    <message>
        <source>first keying under way</source>
        <translation>đang nhập lần 1</translation>
    </message>
    <message>
        <source>wait for the second keying</source>
        <translation>chờ nhập lần 2</translation>
    </message>
    <message>
        <source>second keying under way</source>
        <translation>đang nhập lần 2</translation>
    </message>
    <message>
        <source>first keying elsewhere</source>
        <translation>lần 1 nhập ở nơi khác</translation>
    </message>
    <message>
        <source>reopened by their keyer</source>
        <translation>người nhập đã mở lại</translation>
    </message>
    <message>
        <source>wait for the adjudicator</source>
        <translation>chờ chốt đối chiếu</translation>
    </message>
    <message>
        <source>wait for a third clerk</source>
        <translation>chờ người thứ ba nhập lại</translation>
    </message>
    <message>
        <source>third keying under way</source>
        <translation>người thứ ba đang nhập lại</translation>
    </message>
    <message>
        <source>in conflict</source>
        <translation>xung đột, chờ xử lý</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>Đã in</translation>
    </message>
    <message>
        <source>in stock</source>
        <translation>còn trong kho</translation>
    </message>
    <message>
        <source>spoiled</source>
        <translation>in hỏng</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>Đã phát</translation>
    </message>
    <message>
        <source>not back yet</source>
        <translation>chưa về</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>từ chối trả lời</translation>
    </message>
    <message>
        <source>not met</source>
        <translation>không gặp</translation>
    </message>
    <message>
        <source>undelivered</source>
        <translation>không chuyển được</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>thất lạc</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>Đã thu về</translation>
    </message>
    <message>
        <source>not valid</source>
        <translation>không hợp lệ</translation>
    </message>
    <message>
        <source>voided later</source>
        <translation>bị loại về sau</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Hợp lệ</translation>
    </message>
    <message>
        <source>Settled</source>
        <translation>Đã chốt</translation>
    </message>
    <message numerus="yes">
        <source>%n settled ballot(s) were keyed once under the plan.</source>
        <translation>
            <numerusform>Trong số phiếu đã chốt có %n phiếu chỉ nhập một lần theo kế hoạch.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ballot(s) came back photocopied, under a spare label: printed counts them.</source>
        <translation>
            <numerusform>%n phiếu thu về là bản phô tô, dán nhãn dự phòng, được tính vào số đã in.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n spare label(s) left.</source>
        <translation>
            <numerusform>Còn %n nhãn dự phòng.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n online answer(s) settled beside the paper.</source>
        <translation>
            <numerusform>Ngoài phiếu giấy còn %n phiếu trực tuyến đã chốt.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n comment(s) without a rating, in no figure.</source>
        <translation>
            <numerusform>%n ý kiến góp ý không kèm đánh giá, không nằm trong số liệu nào.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LevelsTable</name>
    <message>
        <source>Question</source>
        <translation>Câu hỏi</translation>
    </message>
    <message>
        <source>Level {n}</source>
        <translation>Mức {n}</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Trả lời</translation>
    </message>
    <message>
        <source>Satisfied</source>
        <translation>Hài lòng</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Trung bình</translation>
    </message>
    <message>
        <source>Answers by level</source>
        <translation>Câu trả lời theo mức</translation>
    </message>
    <message>
        <source>Levels: {levels}. Shares are of the ballots that answered the question.</source>
        <translation>Các mức: {levels}. Tỷ lệ tính trên số phiếu có trả lời câu đó.</translation>
    </message>
</context>
<context>
    <name>ListButtons</name>
    <message>
        <source>Take in a list …</source>
        <translation>Nạp danh sách …</translation>
    </message>
    <message>
        <source>Export …</source>
        <translation>Xuất …</translation>
    </message>
    <message>
        <source>Assign members</source>
        <translation>Phân công</translation>
    </message>
    <message>
        <source>Call up the reserve</source>
        <translation>Lấy người dự phòng</translation>
    </message>
    <message>
        <source>Tables (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv)</source>
        <translation>Bảng tính (*.xlsx *.xlsm *.xls *.xlsb *.ods *.csv)</translation>
    </message>
    <message>
        <source>The post&apos;s list of interviewers</source>
        <translation>Danh sách điều tra viên của bưu điện</translation>
    </message>
    <message>
        <source>{file}: {added} new, {changed} changed, {unchanged} as before, {rejected} rows not taken.</source>
        <translation>{file}: {added} người mới, {changed} người đổi, {unchanged} người như cũ, {rejected} dòng không nhận.</translation>
    </message>
    <message>
        <source>Row {row}: {why}</source>
        <translation>Dòng {row}: {why}</translation>
    </message>
    <message>
        <source>The list of interviewers</source>
        <translation>Danh sách điều tra viên</translation>
    </message>
    <message numerus="yes">
        <source>%Ln interviewer(s) are in {path}.</source>
        <translation>
            <numerusform>Đã ghi %Ln điều tra viên vào {path}.</numerusform>
        </translation>
    </message>
    <message>
        <source>Assigning members</source>
        <translation>Đang phân công</translation>
    </message>
    <message>
        <source>Calling up the reserve</source>
        <translation>Đang lấy người dự phòng</translation>
    </message>
    <message numerus="yes">
        <source>%Ln member(s) replaced by the reserve.</source>
        <translation>
            <numerusform>Đã thay %Ln người bằng người dự phòng.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>For %Ln nobody of their own part is left.</source>
        <translation>
            <numerusform>Còn %Ln người mà đơn vị của họ không còn dự phòng.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln member(s) assigned.</source>
        <translation>
            <numerusform>Đã phân công %Ln người.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln are in no interviewer&apos;s area.</source>
        <translation>
            <numerusform>%Ln người không thuộc địa bàn của điều tra viên nào.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MailButtons</name>
    <message>
        <source>A list of ballots …</source>
        <translation>Danh sách phiếu …</translation>
    </message>
    <message>
        <source>One PDF an agency …</source>
        <translation>Mỗi cơ quan một PDF …</translation>
    </message>
    <message>
        <source>Group of agencies</source>
        <translation>Nhóm cơ quan</translation>
    </message>
    <message>
        <source>Lists of ballots (*.txt *.csv *.xlsx)</source>
        <translation>Danh sách phiếu (*.txt *.csv *.xlsx)</translation>
    </message>
    <message>
        <source>A list of ballots</source>
        <translation>Danh sách phiếu</translation>
    </message>
    <message>
        <source>Reminders</source>
        <translation>Thư nhắc</translation>
    </message>
    <message>
        <source>Printing reminders</source>
        <translation>Đang in thư nhắc</translation>
    </message>
    <message>
        <source>A folder for one PDF an agency</source>
        <translation>Thư mục để mỗi cơ quan một PDF</translation>
    </message>
    <message>
        <source>Printing one PDF an agency</source>
        <translation>Đang in mỗi cơ quan một PDF</translation>
    </message>
    <message numerus="yes">
        <source>%Ln reminder(s) in {path}.</source>
        <translation>
            <numerusform>%Ln thư nhắc ở {path}.</numerusform>
        </translation>
    </message>
    <message>
        <source>They name people: give them only to those whose task it is.</source>
        <translation>Thư có tên người: chỉ giao cho người có nhiệm vụ.</translation>
    </message>
    <message numerus="yes">
        <source>{file}: stopped after %Ln ballot(s), which are recorded. Taken again, it goes on.</source>
        <translation>
            <numerusform>{file}: đã dừng sau %Ln phiếu, các phiếu đó đã ghi. Lấy lại tệp thì làm tiếp.</numerusform>
        </translation>
    </message>
    <message>
        <source>{file}: {done} recorded, {already} as before, {refused} refused.</source>
        <translation>{file}: ghi {done}, như trước {already}, không ghi được {refused}.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln PDF(s) printed into {folder}</source>
        <translation>
            <numerusform>Đã in %Ln PDF vào {folder}</numerusform>
        </translation>
    </message>
    <message>
        <source>, ballots {first} – {last}</source>
        <translation>, phiếu {first} – {last}</translation>
    </message>
    <message numerus="yes">
        <source>; %Ln were there before</source>
        <translation>
            <numerusform>; %Ln tệp đã có từ trước</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MailPanel</name>
    <message>
        <source>Day (F10)</source>
        <translation>Ngày (F10)</translation>
    </message>
    <message>
        <source>Channel (F11)</source>
        <translation>Kênh (F11)</translation>
    </message>
    <message>
        <source>Sent ballots</source>
        <translation>Phiếu đã gửi</translation>
    </message>
    <message>
        <source>Ballot</source>
        <translation>Phiếu</translation>
    </message>
    <message>
        <source>send</source>
        <translation>gửi đi</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>Ghi nhận</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Bỏ lần quét</translation>
    </message>
    <message>
        <source>Print reminders …</source>
        <translation>In thư nhắc …</translation>
    </message>
    <message>
        <source>days until a reminder is due</source>
        <translation>sau bao nhiêu ngày thì nhắc</translation>
    </message>
    <message>
        <source>only ballots to be reminded of, or all again</source>
        <translation>chỉ phiếu đến hạn nhắc, hoặc lại tất cả</translation>
    </message>
    <message>
        <source>day</source>
        <translation>ngày</translation>
    </message>
    <message>
        <source>channel</source>
        <translation>kênh</translation>
    </message>
    <message>
        <source>what the next scan says</source>
        <translation>lần quét tới ghi gì</translation>
    </message>
    <message>
        <source>Reading sent ballots</source>
        <translation>Đang đọc phiếu đã gửi</translation>
    </message>
    <message>
        <source>{sent} sent: {back} came back filled · {undelivered} undelivered · {out} without an answer</source>
        <translation>Đã gửi {sent}: {back} đã trả lời · {undelivered} không phát được · {out} chưa trả lời</translation>
    </message>
    <message>
        <source> · others: {count}</source>
        <translation> · khác: {count}</translation>
    </message>
    <message>
        <source> · {due} to be reminded of</source>
        <translation> · {due} đến hạn nhắc</translation>
    </message>
    <message>
        <source>Say first after how many days a reminder is due (F3).</source>
        <translation>Cho biết trước sau bao nhiêu ngày thì nhắc (F3).</translation>
    </message>
    <message>
        <source>No ballot is to be reminded of.</source>
        <translation>Chưa có phiếu nào đến hạn nhắc.</translation>
    </message>
    <message>
        <source>{detail}. That was said before.</source>
        <translation>{detail}. Đã ghi trước đó.</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Đã gửi</translation>
    </message>
    <message>
        <source>The next scan says: {step}</source>
        <translation>Lần quét tới: {step}</translation>
    </message>
    <message>
        <source>Alt+0 … Alt+3 choose what it says, F11 the channel, F10 the day.</source>
        <translation>Alt+0 … Alt+3 chọn ghi gì, F11 kênh, F10 ngày.</translation>
    </message>
    <message>
        <source>– choose –</source>
        <translation>– chọn –</translation>
    </message>
</context>
<context>
    <name>MailRows</name>
    <message>
        <source>no answer yet</source>
        <translation>chưa trả lời</translation>
    </message>
    <message>
        <source>filled</source>
        <translation>đã trả lời</translation>
    </message>
    <message>
        <source>back, does not count</source>
        <translation>về, không tính</translation>
    </message>
    <message>
        <source>due since {day}</source>
        <translation>đến hạn {day}</translation>
    </message>
    <message>
        <source>printed on {day}</source>
        <translation>đã in {day}</translation>
    </message>
    <message>
        <source>Ballot</source>
        <translation>Phiếu</translation>
    </message>
    <message>
        <source>Sent by</source>
        <translation>Kênh gửi</translation>
    </message>
    <message>
        <source>Sent on</source>
        <translation>Ngày gửi</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>Kết quả</translation>
    </message>
    <message>
        <source>Reminder</source>
        <translation>Thư nhắc</translation>
    </message>
    <message>
        <source>Back on</source>
        <translation>Ngày về</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message numerus="yes">
        <source>Locked, since nobody used it for %n minute(s). All that was keyed is stored.</source>
        <translation>
            <numerusform>Đã khóa vì %n phút không ai dùng. Mọi câu đã nhập đều được lưu.</numerusform>
        </translation>
    </message>
    <message>
        <source>a backup takes its place</source>
        <translation>đang khôi phục từ bản sao lưu</translation>
    </message>
    <message>
        <source>Sounds are on.</source>
        <translation>Đã bật âm thanh.</translation>
    </message>
    <message>
        <source>Sounds are off.</source>
        <translation>Đã tắt âm thanh.</translation>
    </message>
    <message>
        <source>Please wait until the work under way ends, or cancel it.</source>
        <translation>Xin chờ việc đang chạy kết thúc, hoặc dừng việc đó.</translation>
    </message>
    <message>
        <source>An administrator goes on from a backup: Administration, Backups.</source>
        <translation>Quản trị viên khôi phục từ bản sao lưu: trang Quản trị, mục Sao lưu.</translation>
    </message>
</context>
<context>
    <name>MappingView</name>
    <message>
        <source>Columns of the file</source>
        <translation>Các cột của tệp</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Cột</translation>
    </message>
    <message>
        <source>Heading in the file</source>
        <translation>Tiêu đề trong tệp</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>Đọc là</translation>
    </message>
    <message>
        <source>Texts of the file</source>
        <translation>Các chữ trong tệp</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Chữ</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>Số dòng</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Mã</translation>
    </message>
    <message>
        <source>What the chosen column is</source>
        <translation>Cột đang chọn là</translation>
    </message>
    <message>
        <source>Code that the chosen text means</source>
        <translation>Chữ đang chọn nghĩa là</translation>
    </message>
    <message>
        <source>Parts of the mapping</source>
        <translation>Các phần của bảng ghép</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Cột</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>Chữ → mã</translation>
    </message>
    <message>
        <source>when it was answered</source>
        <translation>thời gian trả lời</translation>
    </message>
    <message>
        <source>dossier code</source>
        <translation>mã hồ sơ</translation>
    </message>
    <message>
        <source>day of the result</source>
        <translation>ngày trả kết quả</translation>
    </message>
    <message>
        <source>phone (looked at, not kept)</source>
        <translation>điện thoại (chỉ xem, không lưu)</translation>
    </message>
    <message>
        <source>account (looked at, not kept)</source>
        <translation>tài khoản (chỉ xem, không lưu)</translation>
    </message>
    <message>
        <source>unit</source>
        <translation>đơn vị</translation>
    </message>
    <message>
        <source>procedure</source>
        <translation>thủ tục</translation>
    </message>
    <message>
        <source>officer who is evaluated</source>
        <translation>cán bộ được đánh giá</translation>
    </message>
    <message>
        <source>channel</source>
        <translation>kênh</translation>
    </message>
    <message>
        <source>not imported</source>
        <translation>không nhập</translation>
    </message>
    <message>
        <source>verification code: never imported</source>
        <translation>mã xác thực: không bao giờ nhập</translation>
    </message>
    <message>
        <source>no code yet: such rows are rejected</source>
        <translation>chưa có mã: dòng này không được nhận</translation>
    </message>
</context>
<context>
    <name>MemberCard</name>
    <message>
        <source>No consent to calls and messages.</source>
        <translation>Chưa đồng ý để liên hệ.</translation>
    </message>
    <message>
        <source>She consents</source>
        <translation>Đồng ý liên hệ</translation>
    </message>
    <message>
        <source>Consents to calls and messages: by the list of {day}, taken by {operator}.</source>
        <translation>Đồng ý để liên hệ: theo danh sách ngày {day}, {operator} nhập.</translation>
    </message>
    <message>
        <source>Consents to calls and messages: recorded on {day} by {operator}.</source>
        <translation>Đồng ý để liên hệ: {operator} ghi ngày {day}.</translation>
    </message>
    <message>
        <source>Consent taken back</source>
        <translation>Rút đồng ý</translation>
    </message>
    <message>
        <source>No. {number} may be called and sent messages.</source>
        <translation>Số {number}: được gọi điện và nhắn tin.</translation>
    </message>
    <message>
        <source>No. {number} is not called nor sent messages any more.</source>
        <translation>Số {number}: không gọi điện, nhắn tin nữa.</translation>
    </message>
    <message>
        <source>No. {number}, {name}</source>
        <translation>Số {number}, {name}</translation>
    </message>
    <message>
        <source>interviewer {code}</source>
        <translation>điều tra viên {code}</translation>
    </message>
    <message>
        <source>which ballot was hers is not known any more</source>
        <translation>không còn biết phiếu nào của người này</translation>
    </message>
    <message>
        <source>no ballot yet</source>
        <translation>chưa có phiếu</translation>
    </message>
    <message>
        <source>not issued yet</source>
        <translation>chưa phát</translation>
    </message>
</context>
<context>
    <name>MilestonesView</name>
    <message>
        <source>Milestones</source>
        <translation>Các mốc kế hoạch</translation>
    </message>
    <message>
        <source>Not done after all</source>
        <translation>Bỏ đánh dấu</translation>
    </message>
    <message numerus="yes">
        <source>%n more are late: Plan, Calendar (Alt+5)</source>
        <translation>
            <numerusform>Còn %n mốc khác quá hạn: xem Kế hoạch, thẻ Tiến độ (Alt+5)</numerusform>
        </translation>
    </message>
    <message>
        <source>Done today: {milestone}</source>
        <translation>Hôm nay xong: {milestone}</translation>
    </message>
</context>
<context>
    <name>MissingTable</name>
    <message>
        <source>Missing answers</source>
        <translation>Không trả lời</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Câu hỏi</translation>
    </message>
    <message>
        <source>Settled</source>
        <translation>Đã chốt</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Trả lời</translation>
    </message>
    <message>
        <source>No opinion</source>
        <translation>Không có ý kiến</translation>
    </message>
    <message>
        <source>Blank</source>
        <translation>Bỏ trống</translation>
    </message>
    <message>
        <source>Over-marked</source>
        <translation>Đánh dấu thừa</translation>
    </message>
    <message>
        <source>Illegible</source>
        <translation>Không đọc được</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Bỏ qua</translation>
    </message>
    <message>
        <source>What is no answer is counted apart by its kind and stands in no denominator.</source>
        <translation>Chỗ không có câu trả lời được đếm riêng theo từng loại và không nằm trong mẫu số nào.</translation>
    </message>
</context>
<context>
    <name>NeighbourhoodView</name>
    <message>
        <source>The questions around it</source>
        <translation>Các câu xung quanh</translation>
    </message>
</context>
<context>
    <name>NewPasswordForm</name>
    <message>
        <source>Back</source>
        <translation>Quay lại</translation>
    </message>
    <message>
        <source>New password</source>
        <translation>Mật khẩu mới</translation>
    </message>
    <message>
        <source>New password again</source>
        <translation>Gõ lại mật khẩu mới</translation>
    </message>
    <message>
        <source>Type your name.</source>
        <translation>Gõ tên.</translation>
    </message>
    <message>
        <source>Choose a new password.</source>
        <translation>Đặt mật khẩu mới.</translation>
    </message>
    <message>
        <source>The two new passwords are not the same.</source>
        <translation>Hai lần gõ mật khẩu mới không giống nhau.</translation>
    </message>
</context>
<context>
    <name>NewSurveyForm</name>
    <message>
        <source>New survey</source>
        <translation>Tạo cuộc khảo sát mới</translation>
    </message>
    <message>
        <source>The plan brings ballot forms and rules. You become the survey&apos;s first administrator.</source>
        <translation>Kế hoạch có sẵn mẫu phiếu và quy tắc. Bạn là người quản trị đầu tiên của cuộc khảo sát.</translation>
    </message>
    <message>
        <source>best a whole sentence that only you know</source>
        <translation>nên đặt cả một câu chỉ mình bạn biết</translation>
    </message>
    <message>
        <source>Choose …</source>
        <translation>Chọn …</translation>
    </message>
    <message>
        <source>Make the survey</source>
        <translation>Tạo cuộc khảo sát</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Quay lại</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Kế hoạch</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Tên gọi</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Tệp</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Tên của bạn</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Mật khẩu</translation>
    </message>
    <message>
        <source>Password again</source>
        <translation>Nhập lại mật khẩu</translation>
    </message>
    <message>
        <source>Choose a plan.</source>
        <translation>Hãy chọn kế hoạch.</translation>
    </message>
    <message>
        <source>Type the survey&apos;s title.</source>
        <translation>Hãy nhập tên gọi của cuộc khảo sát.</translation>
    </message>
    <message>
        <source>Choose where the survey&apos;s file shall be (F3).</source>
        <translation>Hãy chọn nơi lưu tệp của cuộc khảo sát (F3).</translation>
    </message>
    <message>
        <source>Type your name.</source>
        <translation>Hãy nhập tên của bạn.</translation>
    </message>
    <message>
        <source>Choose a password.</source>
        <translation>Hãy đặt mật khẩu.</translation>
    </message>
    <message>
        <source>The two passwords are not the same.</source>
        <translation>Hai lần nhập mật khẩu không giống nhau.</translation>
    </message>
    <message>
        <source>Surveys (*{suffix})</source>
        <translation>Cuộc khảo sát (*{suffix})</translation>
    </message>
</context>
<context>
    <name>NotesView</name>
    <message>
        <source>Sheet</source>
        <translation>Trang tính</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Dòng</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Cột</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Trong tệp</translation>
    </message>
    <message>
        <source>Taken as</source>
        <translation>Nhận là</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Ghi chú</translation>
    </message>
</context>
<context>
    <name>Notice</name>
    <message>
        <source>Put away</source>
        <translation>Cất đi</translation>
    </message>
</context>
<context>
    <name>Offer</name>
    <message>
        <source>Go on with it</source>
        <translation>Sửa tiếp</translation>
    </message>
    <message>
        <source>Throw it away</source>
        <translation>Bỏ bản nháp</translation>
    </message>
    <message>
        <source>Draft not saved, of {moment}, by {name}.</source>
        <translation>Bản nháp chưa lưu lúc {moment} của {name}.</translation>
    </message>
    <message>
        <source>The survey&apos;s form was changed since.</source>
        <translation>Mẫu phiếu của cuộc khảo sát đã thay đổi từ lúc đó.</translation>
    </message>
</context>
<context>
    <name>OfficersTable</name>
    <message>
        <source>Officers</source>
        <translation>Cán bộ</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Mã</translation>
    </message>
    <message>
        <source>Officer</source>
        <translation>Cán bộ được đánh giá</translation>
    </message>
    <message>
        <source>Settled answers</source>
        <translation>Số phiếu đã chốt</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>Chỉ số</translation>
    </message>
    <message>
        <source>Officers whom online answers name. * fewer than {least} settled answers, or needed so that those cannot be worked out: not shown. Figures about staff: for the office.</source>
        <translation>Cán bộ được nêu trong phiếu trực tuyến. * dưới {least} phiếu đã chốt, hoặc cần ẩn để không tính ngược ra được: không hiển thị. Số liệu về nhân sự, chỉ dùng nội bộ.</translation>
    </message>
</context>
<context>
    <name>OfficesView</name>
    <message>
        <source>Office to register</source>
        <translation>Đơn vị cần đăng ký</translation>
    </message>
    <message>
        <source>its name, as the list shows it</source>
        <translation>tên đơn vị, như sẽ hiện trong danh sách</translation>
    </message>
    <message>
        <source>Units it may speak for</source>
        <translation>Các mã đơn vị được gửi số liệu</translation>
    </message>
    <message>
        <source>codes with a space between; empty: any</source>
        <translation>các mã cách nhau bằng dấu cách; để trống: mọi đơn vị</translation>
    </message>
    <message>
        <source>Merge packages …</source>
        <translation>Gộp gói dữ liệu …</translation>
    </message>
    <message>
        <source>Register its key …</source>
        <translation>Đăng ký khóa …</translation>
    </message>
    <message>
        <source>Save our public key …</source>
        <translation>Lưu khóa công khai của cơ quan …</translation>
    </message>
    <message>
        <source>Our key</source>
        <translation>Khóa của cơ quan</translation>
    </message>
    <message>
        <source>New office</source>
        <translation>Đơn vị mới</translation>
    </message>
    <message>
        <source>Its units</source>
        <translation>Mã đơn vị</translation>
    </message>
    <message>
        <source>Offices and their packages</source>
        <translation>Các đơn vị và gói dữ liệu</translation>
    </message>
    <message>
        <source>Office</source>
        <translation>Đơn vị</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>Mã đơn vị</translation>
    </message>
    <message>
        <source>Ballots</source>
        <translation>Số phiếu</translation>
    </message>
    <message>
        <source>Made on</source>
        <translation>Ngày lập</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Chữ ký</translation>
    </message>
    <message>
        <source>Fingerprint of the key</source>
        <translation>Dấu vân tay của khóa</translation>
    </message>
    <message>
        <source>No other office yet. F7 merges the packages that offices sent; F5 registers an office&apos;s key.</source>
        <translation>Chưa có đơn vị nào. F7 gộp các gói mà đơn vị đã gửi; F5 đăng ký khóa của một đơn vị.</translation>
    </message>
    <message>
        <source>Take off the list</source>
        <translation>Bỏ khỏi danh sách</translation>
    </message>
    <message>
        <source>Why it is taken out or in again</source>
        <translation>Lý do rút hoặc tính lại</translation>
    </message>
    <message>
        <source>why the chosen survey is taken out of the figures, or in again</source>
        <translation>lý do rút cuộc khảo sát đã chọn khỏi số liệu, hoặc tính lại</translation>
    </message>
    <message>
        <source>Take out / in again</source>
        <translation>Rút / tính lại</translation>
    </message>
    <message>
        <source>none yet: the first package that is saved makes it</source>
        <translation>chưa có: khóa được tạo khi lưu gói dữ liệu đầu tiên</translation>
    </message>
    <message>
        <source>fingerprint {digits}</source>
        <translation>dấu vân tay {digits}</translation>
    </message>
    <message>
        <source>✓ its own key</source>
        <translation>✓ khóa của đơn vị</translation>
    </message>
    <message>
        <source>✓ in another office’s package</source>
        <translation>✓ trong gói của đơn vị khác</translation>
    </message>
    <message>
        <source>nothing sent yet</source>
        <translation>chưa gửi gói nào</translation>
    </message>
    <message>
        <source>… and {more} more</source>
        <translation>… và {more} chỗ nữa</translation>
    </message>
    <message>
        <source>Merge packages of other offices</source>
        <translation>Gộp gói dữ liệu của các đơn vị</translation>
    </message>
    <message>
        <source>Packages (*.zip)</source>
        <translation>Gói dữ liệu (*.zip)</translation>
    </message>
    <message>
        <source>Merging packages</source>
        <translation>Đang gộp gói dữ liệu</translation>
    </message>
    <message>
        <source>{new} ballots are new, {known} were here already.</source>
        <translation>{new} phiếu mới, {known} phiếu đã có sẵn.</translation>
    </message>
    <message numerus="yes">
        <source>%n package(s) are older than what counts here: they change nothing.</source>
        <translation>
            <numerusform>%n gói cũ hơn gói đang được tính: không thay đổi gì.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n package(s) are of surveys that were taken out: they do not count.</source>
        <translation>
            <numerusform>%n gói thuộc nguồn đã rút nên không được tính.</numerusform>
        </translation>
    </message>
    <message>
        <source>Something does not agree: see above the table.</source>
        <translation>Có chỗ không khớp: xem phía trên bảng.</translation>
    </message>
    <message>
        <source>Type the name of the office first.</source>
        <translation>Hãy gõ tên đơn vị trước.</translation>
    </message>
    <message>
        <source>The office’s public key</source>
        <translation>Khóa công khai của đơn vị</translation>
    </message>
    <message>
        <source>Keys and packages (*.pem *.zip)</source>
        <translation>Khóa và gói dữ liệu (*.pem *.zip)</translation>
    </message>
    <message>
        <source>{office} is registered. Compare the fingerprint with the office by telephone: {digits}</source>
        <translation>Đã đăng ký {office}. Hãy gọi điện đối chiếu dấu vân tay với đơn vị: {digits}</translation>
    </message>
    <message>
        <source>Choose a registered office in the table first.</source>
        <translation>Hãy chọn một đơn vị đã đăng ký trong bảng trước.</translation>
    </message>
    <message>
        <source>{office} is off the list: its packages are taken no more, what was merged stays.</source>
        <translation>Đã bỏ {office} khỏi danh sách: không nhận gói của đơn vị này nữa, dữ liệu đã gộp giữ nguyên.</translation>
    </message>
    <message>
        <source>Choose a survey that was merged in the table first.</source>
        <translation>Hãy chọn trong bảng một cuộc khảo sát đã gộp.</translation>
    </message>
    <message>
        <source>Type the reason first: it stands in the history and beside the line.</source>
        <translation>Hãy ghi lý do trước: lý do được lưu trong lịch sử và hiện ở dòng này.</translation>
    </message>
    <message>
        <source>{title} counts again.</source>
        <translation>{title} được tính lại.</translation>
    </message>
    <message>
        <source>{title} is out: nothing of it counts any more.</source>
        <translation>Đã rút {title}: không phiếu nào của nguồn này còn được tính.</translation>
    </message>
    <message>
        <source>public-key</source>
        <translation>khoa-cong-khai</translation>
    </message>
    <message>
        <source>Save the public key</source>
        <translation>Lưu khóa công khai</translation>
    </message>
    <message>
        <source>Public keys (*.pem)</source>
        <translation>Khóa công khai (*.pem)</translation>
    </message>
    <message>
        <source>The public key is saved: {file}. Its fingerprint, to tell by telephone: {digits}</source>
        <translation>Đã lưu khóa công khai: {file}. Dấu vân tay để báo qua điện thoại: {digits}</translation>
    </message>
</context>
<context>
    <name>OldTextTable</name>
    <message>
        <source>Where</source>
        <translation>Ở đâu</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Cột</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Bảng mã</translation>
    </message>
    <message>
        <source>Cells</source>
        <translation>Số ô</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>Trong tệp</translation>
    </message>
    <message>
        <source>Converted</source>
        <translation>Sau khi chuyển</translation>
    </message>
    <message>
        <source>Texts in an old encoding</source>
        <translation>Chữ gõ bằng bảng mã cũ</translation>
    </message>
</context>
<context>
    <name>OnlineView</name>
    <message>
        <source>File of the online channel</source>
        <translation>Tệp của kênh trực tuyến</translation>
    </message>
    <message>
        <source>Excel or CSV: drop it here, or type its path</source>
        <translation>Tệp Excel hoặc CSV: thả vào đây hoặc gõ đường dẫn</translation>
    </message>
    <message>
        <source>Mapping kept earlier</source>
        <translation>Bảng ghép đã lưu</translation>
    </message>
    <message>
        <source>empty: guessed from the headings</source>
        <translation>để trống: đoán theo tiêu đề cột</translation>
    </message>
    <message>
        <source>List of officials</source>
        <translation>Danh sách cán bộ, công chức</translation>
    </message>
    <message>
        <source>officials&apos; phones and accounts, whose answers do not count; read, and kept nowhere</source>
        <translation>số điện thoại, tài khoản của cán bộ, công chức: phiếu của họ không tính; chỉ đọc, không lưu</translation>
    </message>
    <message>
        <source>Group whose form was answered</source>
        <translation>Nhóm đối tượng trả lời</translation>
    </message>
    <message>
        <source>Keep rows with words only as comments</source>
        <translation>Giữ dòng chỉ ghi ý kiến làm ý kiến góp ý</translation>
    </message>
    <message>
        <source>Look at the file</source>
        <translation>Xem tệp</translation>
    </message>
    <message>
        <source>Save mapping …</source>
        <translation>Lưu bảng ghép …</translation>
    </message>
    <message>
        <source>Take the answers</source>
        <translation>Nhận phiếu</translation>
    </message>
    <message>
        <source>Rejected rows</source>
        <translation>Dòng không nhận</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Nhóm</translation>
    </message>
    <message>
        <source>Say which file holds the answers: F11 chooses one.</source>
        <translation>Cho biết tệp nào chứa phiếu trực tuyến: F11 để chọn.</translation>
    </message>
    <message>
        <source>Reading {file}</source>
        <translation>Đang đọc {file}</translation>
    </message>
    <message>
        <source>{rows} rows: {added} would be taken</source>
        <translation>{rows} dòng: sẽ nhận {added}</translation>
    </message>
    <message>
        <source>{count} comments without a rating</source>
        <translation>{count} ý kiến không kèm đánh giá</translation>
    </message>
    <message>
        <source>{count} duplicates</source>
        <translation>{count} trùng</translation>
    </message>
    <message>
        <source>{count} rejected</source>
        <translation>{count} không đọc được</translation>
    </message>
    <message>
        <source>The mapping was changed: look at the file again (F5).</source>
        <translation>Bảng ghép đã đổi: hãy xem lại tệp (F5).</translation>
    </message>
    <message>
        <source>Taking the online answers</source>
        <translation>Đang nhận phiếu trực tuyến</translation>
    </message>
    <message numerus="yes">
        <source>%n online answer(s) taken.</source>
        <translation>
            <numerusform>Đã nhận %n phiếu trực tuyến.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n comment(s) without a rating kept.</source>
        <translation>
            <numerusform>Đã giữ %n ý kiến không kèm đánh giá.</numerusform>
        </translation>
    </message>
    <message>
        <source>Save the mapping</source>
        <translation>Lưu bảng ghép</translation>
    </message>
    <message>
        <source>Saving the mapping</source>
        <translation>Đang lưu bảng ghép</translation>
    </message>
    <message>
        <source>The mapping is in {file}.</source>
        <translation>Bảng ghép nằm trong tệp {file}.</translation>
    </message>
    <message numerus="yes">
        <source>%n online answer(s) taken so far:</source>
        <translation>
            <numerusform>Đã nhận %n phiếu trực tuyến:</numerusform>
        </translation>
    </message>
    <message>
        <source>No online answers yet. Choose the file that the channel exported (F11).</source>
        <translation>Chưa có phiếu trực tuyến. Chọn tệp do kênh trực tuyến xuất ra (F11).</translation>
    </message>
</context>
<context>
    <name>OpenBallotPage</name>
    <message>
        <source>Not keyed yet: {questions}</source>
        <translation>Chưa nhập: {questions}</translation>
    </message>
    <message>
        <source>Press the same key again once the server answers; what is typed stays.</source>
        <translation>Khi máy chủ trả lời lại, hãy nhấn lại phím vừa rồi; nội dung đang gõ vẫn giữ nguyên.</translation>
    </message>
    <message>
        <source>There is nothing to undo on this ballot.</source>
        <translation>Phiếu này chưa có gì để hoàn tác.</translation>
    </message>
    <message>
        <source>A paper was scanned while this ballot is open. Look again from question {question} on.</source>
        <translation>Vừa quét một phiếu khác khi phiếu này chưa xong. Xem lại từ câu {question}.</translation>
    </message>
    <message>
        <source>Only unit and procedure can be taken from the ballot before.</source>
        <translation>Chỉ thủ tục và đơn vị mới lấy được như phiếu trước.</translation>
    </message>
    <message>
        <source>There is no ballot before this one to take it from.</source>
        <translation>Chưa có phiếu trước để lấy theo.</translation>
    </message>
    <message>
        <source>The ballot has no question “{wish}”.</source>
        <translation>Phiếu không có câu “{wish}”.</translation>
    </message>
</context>
<context>
    <name>OperatorCard</name>
    <message>
        <source>Name</source>
        <translation>Tên</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Mật khẩu</translation>
    </message>
    <message>
        <source>Password again</source>
        <translation>Nhắc lại mật khẩu</translation>
    </message>
    <message>
        <source>PIN of the badge</source>
        <translation>Mã PIN của thẻ</translation>
    </message>
    <message>
        <source>Print a badge …</source>
        <translation>In thẻ …</translation>
    </message>
    <message>
        <source>Badge lost</source>
        <translation>Thu hồi thẻ</translation>
    </message>
    <message>
        <source>Take the account away</source>
        <translation>Xóa tài khoản</translation>
    </message>
    <message>
        <source>New operator</source>
        <translation>Người thao tác mới</translation>
    </message>
    <message>
        <source>Roles of {name}</source>
        <translation>Vai trò của {name}</translation>
    </message>
    <message>
        <source>Type the operator&apos;s name.</source>
        <translation>Hãy gõ tên người thao tác.</translation>
    </message>
    <message>
        <source>Tick at least one role.</source>
        <translation>Hãy đánh dấu ít nhất một vai trò.</translation>
    </message>
    <message>
        <source>Type a password for her.</source>
        <translation>Hãy đặt mật khẩu cho người này.</translation>
    </message>
    <message>
        <source>The two passwords are not the same.</source>
        <translation>Hai lần gõ mật khẩu không giống nhau.</translation>
    </message>
    <message>
        <source>only if she forgot hers</source>
        <translation>chỉ khi quên mật khẩu</translation>
    </message>
    <message>
        <source>best a whole sentence</source>
        <translation>nên đặt cả một câu</translation>
    </message>
</context>
<context>
    <name>OperatorDetails</name>
    <message>
        <source>Questions with errors</source>
        <translation>Các câu có chỗ nhập sai</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Câu hỏi</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Số chỗ sai</translation>
    </message>
    <message>
        <source>of fields</source>
        <translation>trên số trường</translation>
    </message>
    <message>
        <source>per 1,000</source>
        <translation>trên 1.000</translation>
    </message>
    <message>
        <source>Values taken for each other</source>
        <translation>Các giá trị bị nhầm với nhau</translation>
    </message>
    <message>
        <source>Keyed</source>
        <translation>Đã nhập</translation>
    </message>
    <message>
        <source>Right is</source>
        <translation>Đúng là</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Số lần</translation>
    </message>
    <message>
        <source>{minutes} minutes</source>
        <translation>{minutes} phút</translation>
    </message>
    <message>
        <source>{hours} hours</source>
        <translation>{hours} giờ</translation>
    </message>
    <message>
        <source>{errors} of {fields} compared fields in error: {rate} per 1,000 · {again} corrections of her own</source>
        <translation>Sai {errors} trong {fields} trường đã đối chiếu và chốt: {rate} trên 1.000 trường · tự sửa {again} lần</translation>
    </message>
    <message>
        <source>{ballots} ballots · {fields} fields · {keys} keystrokes</source>
        <translation>{ballots} lượt phiếu · {fields} trường · {keys} lần gõ phím</translation>
    </message>
    <message>
        <source>{time} of work, pauses apart · {pace} keystrokes an hour</source>
        <translation>làm việc {time}, không kể lúc nghỉ · {pace} lần gõ phím mỗi giờ</translation>
    </message>
    <message>
        <source>{shifts} ballots look shifted by a row · all rated answers alike on {keyed} of {ballots} ballots, {settled} as settled</source>
        <translation>{shifts} phiếu có vẻ nhập lệch một dòng · {keyed} trong {ballots} phiếu nhập mọi câu đánh giá giống nhau, khi chốt là {settled} phiếu</translation>
    </message>
</context>
<context>
    <name>OperatorsPage</name>
    <message>
        <source>Save the table …</source>
        <translation>Lưu bảng …</translation>
    </message>
    <message>
        <source>Keyers</source>
        <translation>Người nhập liệu</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Họ tên</translation>
    </message>
    <message>
        <source>Ballots</source>
        <translation>Lượt phiếu</translation>
    </message>
    <message>
        <source>Keystrokes an hour</source>
        <translation>Gõ phím/giờ</translation>
    </message>
    <message>
        <source>Corrections</source>
        <translation>Tự sửa</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Chỗ sai</translation>
    </message>
    <message>
        <source>per 1,000 fields</source>
        <translation>trên 1.000 trường</translation>
    </message>
    <message>
        <source>Row shifts</source>
        <translation>Lệch dòng</translation>
    </message>
    <message>
        <source>All alike</source>
        <translation>Giống nhau</translation>
    </message>
    <message>
        <source>Second keyings</source>
        <translation>Nhập lần 2</translation>
    </message>
    <message>
        <source>Going through what was keyed</source>
        <translation>Đang xem lại dữ liệu đã nhập</translation>
    </message>
    <message>
        <source>Back to the figures</source>
        <translation>Về số liệu</translation>
    </message>
    <message>
        <source>Nobody has keyed yet.</source>
        <translation>Chưa có ai nhập phiếu.</translation>
    </message>
    <message numerus="yes">
        <source>%n keyer(s)</source>
        <translation>
            <numerusform>%n người nhập liệu</numerusform>
        </translation>
    </message>
    <message>
        <source>{keyers} · {wrong} errors in {fields} compared fields</source>
        <translation>{keyers} · {wrong} chỗ sai trong {fields} trường đã đối chiếu và chốt</translation>
    </message>
    <message>
        <source>Demanding second keyings</source>
        <translation>Đang yêu cầu nhập lần 2</translation>
    </message>
    <message>
        <source>“{typed}” is no day: 5/9/2024, for example.</source>
        <translation>“{typed}” không phải ngày: ví dụ 5/9/2024.</translation>
    </message>
    <message>
        <source>There are no figures to save yet.</source>
        <translation>Chưa có số liệu để lưu.</translation>
    </message>
    <message>
        <source>keyers</source>
        <translation>người nhập liệu</translation>
    </message>
    <message>
        <source>Excel workbooks (*.xlsx);;CSV (*.csv)</source>
        <translation>Sổ tính Excel (*.xlsx);;CSV (*.csv)</translation>
    </message>
    <message>
        <source>Save the table</source>
        <translation>Lưu bảng</translation>
    </message>
    <message>
        <source>Saved: {file}</source>
        <translation>Đã lưu: {file}</translation>
    </message>
</context>
<context>
    <name>OrderForm</name>
    <message>
        <source>Ballots</source>
        <translation>Phiếu</translation>
    </message>
    <message>
        <source>Spare labels</source>
        <translation>Tem dự phòng</translation>
    </message>
    <message>
        <source>Once more</source>
        <translation>In lại</translation>
    </message>
    <message>
        <source>none</source>
        <translation>không</translation>
    </message>
    <message>
        <source>as the list has them</source>
        <translation>theo danh sách mẫu</translation>
    </message>
    <message>
        <source>by unit</source>
        <translation>theo cơ quan, đơn vị</translation>
    </message>
    <message>
        <source>by interviewer</source>
        <translation>theo điều tra viên</translation>
    </message>
    <message>
        <source>by postal route</source>
        <translation>theo tuyến phát (địa chỉ)</translation>
    </message>
    <message>
        <source>1: a new sheet</source>
        <translation>1: tờ mới</translation>
    </message>
    <message>
        <source>one or several, with commas between them</source>
        <translation>một hoặc nhiều số, cách nhau bằng dấu phẩy</translation>
    </message>
    <message>
        <source>for instance: spoiled by the printer</source>
        <translation>ví dụ: máy in làm hỏng</translation>
    </message>
    <message>
        <source>PDF file</source>
        <translation>Tệp PDF</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Nhóm</translation>
    </message>
    <message>
        <source>Wave</source>
        <translation>Đợt</translation>
    </message>
    <message>
        <source>Sector</source>
        <translation>Lĩnh vực</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Đơn vị</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>Số lượng</translation>
    </message>
    <message>
        <source>Label sheets</source>
        <translation>Loại tờ nhãn</translation>
    </message>
    <message>
        <source>From label</source>
        <translation>Từ nhãn thứ</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Khổ giấy</translation>
    </message>
    <message>
        <source>Fold, holes</source>
        <translation>Gấp, đục lỗ</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Thứ tự in</translation>
    </message>
    <message>
        <source>Spares</source>
        <translation>Phiếu dự trữ</translation>
    </message>
    <message>
        <source>Ballot numbers</source>
        <translation>Số phiếu</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Lý do</translation>
    </message>
    <message>
        <source>none: written by hand</source>
        <translation>để trống, ghi tay trên phiếu</translation>
    </message>
    <message>
        <source>all units</source>
        <translation>tất cả đơn vị</translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>và %Ln lưu ý khác</numerusform>
        </translation>
    </message>
    <message>
        <source>Say which ballots to print once more.</source>
        <translation>Hãy ghi số các phiếu cần in lại.</translation>
    </message>
    <message>
        <source>Say why they are printed once more.</source>
        <translation>Hãy ghi lý do in lại.</translation>
    </message>
    <message>
        <source>Say how many to print.</source>
        <translation>Hãy cho biết in bao nhiêu.</translation>
    </message>
    <message>
        <source>The first label is a number from 1 to {last}.</source>
        <translation>Nhãn bắt đầu là một số từ 1 đến {last}.</translation>
    </message>
    <message>
        <source>Say how many spares to print.</source>
        <translation>Hãy cho biết in bao nhiêu phiếu dự trữ.</translation>
    </message>
    <message>
        <source>Spares are for a unit: choose it first.</source>
        <translation>Phiếu dự trữ in cho từng cơ quan, đơn vị: hãy chọn cơ quan, đơn vị trước.</translation>
    </message>
    <message>
        <source>Say which file to print into.</source>
        <translation>Hãy cho biết in ra tệp nào.</translation>
    </message>
    <message>
        <source>The file {name} is there already: choose another name.</source>
        <translation>Đã có tệp {name}: hãy đặt tên khác.</translation>
    </message>
    <message>
        <source>all who have no ballot yet</source>
        <translation>tất cả những người chưa có phiếu</translation>
    </message>
    <message>
        <source>Each ballot is marked as a reprint; ballots that are back are refused.</source>
        <translation>Mỗi phiếu mang dấu “bản in lại”; phiếu đã thu về không in lại.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln sheet(s) of A4</source>
        <translation>
            <numerusform>%Ln tờ A4</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>without a ballot on the official list: %Ln</source>
        <translation>
            <numerusform>chưa có phiếu trong danh sách chính thức: %Ln</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ballot(s)</source>
        <translation>
            <numerusform>%Ln phiếu</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln page(s) of A4</source>
        <translation>
            <numerusform>%Ln trang A4</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln page(s) of A5</source>
        <translation>
            <numerusform>%Ln trang A5</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message>
        <source>Close the batch</source>
        <translation>Đóng lô</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Xem lại</translation>
    </message>
    <message>
        <source>Batches</source>
        <translation>Lô</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Lô</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Đơn vị</translation>
    </message>
    <message>
        <source>Ballots</source>
        <translation>Số phiếu</translation>
    </message>
    <message>
        <source>Not valid</source>
        <translation>Không hợp lệ</translation>
    </message>
    <message>
        <source>1st keying</source>
        <translation>Nhập lần 1</translation>
    </message>
    <message>
        <source>Differing</source>
        <translation>Khác nhau</translation>
    </message>
    <message>
        <source>2nd keying</source>
        <translation>Nhập lần 2</translation>
    </message>
    <message>
        <source>Settled</source>
        <translation>Đã chốt</translation>
    </message>
    <message>
        <source>Batches and progress</source>
        <translation>Các lô và tiến độ</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Tiến độ</translation>
    </message>
    <message>
        <source>Units, groups, waves</source>
        <translation>Đơn vị, nhóm, đợt</translation>
    </message>
    <message>
        <source>What came back</source>
        <translation>Thu về</translation>
    </message>
    <message>
        <source>Page of the day …</source>
        <translation>Trang ngày …</translation>
    </message>
    <message>
        <source>Page of {day} …</source>
        <translation>Trang ngày {day} …</translation>
    </message>
    <message>
        <source>next view</source>
        <translation>thẻ sau</translation>
    </message>
    <message>
        <source>view before</source>
        <translation>thẻ trước</translation>
    </message>
    <message numerus="yes">
        <source>You have keyed %n ballot(s) to the end.</source>
        <translation>
            <numerusform>Bạn đã nhập xong %n lượt phiếu.</numerusform>
        </translation>
    </message>
    <message>
        <source>{returned} of {printed} printed ballots are back; {settled} are settled.</source>
        <translation>Đã thu {returned} trên {printed} phiếu đã in; đã chốt {settled} phiếu.</translation>
    </message>
    <message>
        <source>Nothing waits for you now.</source>
        <translation>Hiện không có việc nào chờ bạn.</translation>
    </message>
    <message>
        <source>Choose a batch first.</source>
        <translation>Hãy chọn một lô trước.</translation>
    </message>
    <message>
        <source>Batch {batch} is closed.</source>
        <translation>Đã đóng lô {batch}.</translation>
    </message>
    <message>
        <source>Done on {day}: {milestone}. F7 takes it back.</source>
        <translation>Xong {day}: {milestone}. F7 để bỏ đánh dấu.</translation>
    </message>
    <message>
        <source>Not done after all: {milestone}</source>
        <translation>Đã bỏ đánh dấu xong: {milestone}</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>đã đóng</translation>
    </message>
    <message>
        <source>can be closed</source>
        <translation>đóng được</translation>
    </message>
</context>
<context>
    <name>OwnFigures</name>
    <message>
        <source>My figures</source>
        <translation>Số liệu của tôi</translation>
    </message>
    <message>
        <source>Errors are not shown here: nobody is told which of her ballots are keyed twice.</source>
        <translation>Số lỗi không hiện ở đây: khi chỉ nhập lần 2 theo mẫu, không ai được biết phiếu nào của mình được nhập hai lần.</translation>
    </message>
    <message>
        <source>Of errors only those on ballots whose batch is closed are counted.</source>
        <translation>Chỗ sai chỉ tính trên những phiếu thuộc lô đã đóng.</translation>
    </message>
    <message>
        <source>Back to the ballots</source>
        <translation>Trở lại nhập phiếu</translation>
    </message>
    <message>
        <source>Going through what you keyed</source>
        <translation>Đang xem lại phiếu bạn đã nhập</translation>
    </message>
</context>
<context>
    <name>OwnWork</name>
    <message>
        <source>Your work</source>
        <translation>Việc của bạn</translation>
    </message>
    <message>
        <source>keyed by you</source>
        <translation>lượt bạn đã nhập xong</translation>
    </message>
    <message>
        <source>begun, not finished</source>
        <translation>phiếu bạn đang nhập dở</translation>
    </message>
    <message>
        <source>wait for your second keying</source>
        <translation>phiếu chờ bạn nhập lần 2</translation>
    </message>
    <message>
        <source>wait for the first keying</source>
        <translation>phiếu chờ nhập lần 1</translation>
    </message>
</context>
<context>
    <name>PackageView</name>
    <message>
        <source>Survey</source>
        <translation>Cuộc khảo sát</translation>
    </message>
    <message>
        <source>Made on</source>
        <translation>Lập ngày</translation>
    </message>
    <message>
        <source>Ballots</source>
        <translation>Số phiếu</translation>
    </message>
    <message>
        <source>Hash of the records</source>
        <translation>Mã băm các bản ghi</translation>
    </message>
    <message>
        <source>Head of the history</source>
        <translation>Mã lịch sử</translation>
    </message>
    <message>
        <source>Files of the package</source>
        <translation>Các tệp trong gói</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Tệp</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Số byte</translation>
    </message>
    <message>
        <source>SHA-256</source>
        <translation>SHA-256</translation>
    </message>
    <message>
        <source>✓ Whole: every byte is as it was written.</source>
        <translation>✓ Nguyên vẹn: từng byte đúng như khi lập.</translation>
    </message>
    <message>
        <source>It holds just what is settled here now.</source>
        <translation>Gói chứa đúng những phiếu đang chốt ở đây.</translation>
    </message>
    <message>
        <source>It is of this survey, but not of what is settled now.</source>
        <translation>Gói của cuộc khảo sát này, nhưng không đúng với những phiếu đang chốt.</translation>
    </message>
    <message>
        <source>It is of another survey.</source>
        <translation>Gói của một cuộc khảo sát khác.</translation>
    </message>
    <message>
        <source>{printed} printed, {returned} returned, {valid} valid, {settled} settled</source>
        <translation>in {printed}, thu về {returned}, hợp lệ {valid}, đã chốt {settled}</translation>
    </message>
</context>
<context>
    <name>Page</name>
    <message>
        <source>Please wait until the work under way ends.</source>
        <translation>Xin chờ việc đang chạy kết thúc.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Đã dừng.</translation>
    </message>
</context>
<context>
    <name>PapersCard</name>
    <message>
        <source>Envelopes</source>
        <translation>Phong bì gửi đi</translation>
    </message>
    <message>
        <source>Return envelopes</source>
        <translation>Phong bì gửi lại</translation>
    </message>
    <message>
        <source>Cover letters</source>
        <translation>Thư mời trả lời</translation>
    </message>
    <message>
        <source>Reminders</source>
        <translation>Thư nhắc</translation>
    </message>
    <message>
        <source>Interviewers&apos; list</source>
        <translation>Danh sách phát, thu phiếu</translation>
    </message>
    <message>
        <source>Hand-over slip: returned ballots</source>
        <translation>Biên bản giao nhận: phiếu đã thu</translation>
    </message>
    <message>
        <source>Hand-over slip: printed ballots</source>
        <translation>Biên bản giao nhận: phiếu đã in</translation>
    </message>
    <message>
        <source>Instructions for interviewers</source>
        <translation>Hướng dẫn điều tra viên</translation>
    </message>
    <message>
        <source>Other paper</source>
        <translation>Giấy tờ khác</translation>
    </message>
    <message>
        <source>Size of the envelope</source>
        <translation>Khổ phong bì</translation>
    </message>
    <message>
        <source>Unit of the other paper</source>
        <translation>Đơn vị của giấy tờ khác</translation>
    </message>
    <message>
        <source>Save …</source>
        <translation>Lưu …</translation>
    </message>
    <message>
        <source>all units</source>
        <translation>tất cả đơn vị</translation>
    </message>
    <message>
        <source>{file}: {pages} pages. F10 opens it for printing.</source>
        <translation>{file}: {pages} trang. F10 mở tệp để in.</translation>
    </message>
    <message>
        <source>It names people: give it only to those whose task it is.</source>
        <translation>Tệp có tên, địa chỉ người dân: chỉ giao cho người làm nhiệm vụ.</translation>
    </message>
</context>
<context>
    <name>PasswordForm</name>
    <message>
        <source>Change my password</source>
        <translation>Đổi mật khẩu của tôi</translation>
    </message>
    <message>
        <source>The new password holds from now on; you are signed in with it. A whole sentence is best.</source>
        <translation>Mật khẩu mới có hiệu lực ngay và được dùng để đăng nhập. Tốt nhất là đặt cả một câu.</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Tên của bạn</translation>
    </message>
    <message>
        <source>Old password</source>
        <translation>Mật khẩu cũ</translation>
    </message>
    <message>
        <source>Type your old password.</source>
        <translation>Gõ mật khẩu cũ.</translation>
    </message>
    <message>
        <source>Change and sign in</source>
        <translation>Đổi và đăng nhập</translation>
    </message>
</context>
<context>
    <name>PdfPreview</name>
    <message>
        <source>Page before</source>
        <translation>Trang trước</translation>
    </message>
    <message>
        <source>Next page</source>
        <translation>Trang sau</translation>
    </message>
    <message>
        <source>Smaller</source>
        <translation>Thu nhỏ</translation>
    </message>
    <message>
        <source>Larger</source>
        <translation>Phóng to</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>Xem trước</translation>
    </message>
    <message>
        <source>{name} · page {page} of {pages}</source>
        <translation>{name} · trang {page}/{pages}</translation>
    </message>
</context>
<context>
    <name>PlanPage</name>
    <message>
        <source>Do not take</source>
        <translation>Bỏ</translation>
    </message>
    <message>
        <source>Plan {id} of {year}, as this survey keeps it</source>
        <translation>Kế hoạch {id}, năm {year}, như cuộc khảo sát này lưu giữ</translation>
    </message>
    <message>
        <source>plan, ballot forms, units, procedures, calendar, least numbers</source>
        <translation>kế hoạch, mẫu phiếu, đơn vị, thủ tục, lịch, số phiếu tối thiểu</translation>
    </message>
    <message>
        <source>change a form</source>
        <translation>sửa mẫu phiếu</translation>
    </message>
    <message>
        <source>do again what was undone</source>
        <translation>làm lại việc vừa hoàn tác</translation>
    </message>
    <message>
        <source>Nothing was taken from the file.</source>
        <translation>Không nhận gì từ tệp này.</translation>
    </message>
    <message>
        <source>Say which file holds the catalogue: F3 chooses one.</source>
        <translation>Hãy cho biết tệp danh mục: nhấn F3 để chọn.</translation>
    </message>
    <message>
        <source>Reading {file}</source>
        <translation>Đang đọc {file}</translation>
    </message>
    <message>
        <source>Taking the catalogue</source>
        <translation>Đang nhận danh mục</translation>
    </message>
    <message>
        <source>{code} is now “{name}”; before it was “{before}”.</source>
        <translation>Mã {code} nay là “{name}”; trước là “{before}”.</translation>
    </message>
    <message>
        <source>Added: {code} {name}</source>
        <translation>Đã thêm: {code} {name}</translation>
    </message>
    <message>
        <source>Done on {day}: {milestone}</source>
        <translation>Xong {day}: {milestone}</translation>
    </message>
    <message>
        <source>Not done after all: {milestone}</source>
        <translation>Đã bỏ đánh dấu xong: {milestone}</translation>
    </message>
    <message>
        <source>Say which file holds the transactions: F3 chooses one.</source>
        <translation>Chọn tệp số lượt giao dịch: bấm F3.</translation>
    </message>
    <message>
        <source>Taking the transactions</source>
        <translation>Đang nhận số lượt giao dịch</translation>
    </message>
    <message>
        <source>Nothing in this file is new.</source>
        <translation>Tệp này không có gì mới.</translation>
    </message>
    <message>
        <source>{added} numbers of transactions added, {changed} changed.</source>
        <translation>Đã thêm {added} số lượt giao dịch, thay đổi {changed}.</translation>
    </message>
    <message>
        <source>{added} entries added, {changed} renamed.</source>
        <translation>Đã thêm {added}, đổi tên {changed}.</translation>
    </message>
    <message>
        <source>Take the transactions</source>
        <translation>Nhận số lượt giao dịch</translation>
    </message>
    <message>
        <source>Save the form</source>
        <translation>Lưu mẫu phiếu</translation>
    </message>
    <message>
        <source>Mark as done</source>
        <translation>Đánh dấu đã xong</translation>
    </message>
    <message>
        <source>On to the sample list</source>
        <translation>Sang danh sách mẫu</translation>
    </message>
    <message>
        <source>On to printing</source>
        <translation>Sang in phiếu</translation>
    </message>
    <message>
        <source>Take the catalogue</source>
        <translation>Nhận danh mục</translation>
    </message>
    <message>
        <source>Read the file</source>
        <translation>Đọc tệp</translation>
    </message>
</context>
<context>
    <name>PlanSummary</name>
    <message>
        <source>The plan in words</source>
        <translation>Nội dung kế hoạch</translation>
    </message>
</context>
<context>
    <name>PlanViews</name>
    <message>
        <source>Parts of the plan</source>
        <translation>Các phần của kế hoạch</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Kế hoạch</translation>
    </message>
    <message>
        <source>Ballot forms</source>
        <translation>Mẫu phiếu</translation>
    </message>
    <message>
        <source>Calendar</source>
        <translation>Tiến độ</translation>
    </message>
    <message>
        <source>Least numbers</source>
        <translation>Số phiếu tối thiểu</translation>
    </message>
    <message>
        <source>Change a form</source>
        <translation>Sửa mẫu phiếu</translation>
    </message>
</context>
<context>
    <name>PrintPage</name>
    <message>
        <source>Print</source>
        <translation>In</translation>
    </message>
    <message>
        <source>Open the file</source>
        <translation>Mở tệp</translation>
    </message>
    <message>
        <source>Print on paper …</source>
        <translation>In ra giấy …</translation>
    </message>
    <message>
        <source>Printed at</source>
        <translation>Lúc in</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Đã in</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>Từ số – đến số</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Đơn vị</translation>
    </message>
    <message>
        <source>Sector</source>
        <translation>Lĩnh vực</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Người in</translation>
    </message>
    <message>
        <source>Print runs</source>
        <translation>Các lần in</translation>
    </message>
    <message numerus="yes">
        <source>%Ln ballot(s) printed</source>
        <translation>
            <numerusform>Đã in %Ln phiếu</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln run(s)</source>
        <translation>
            <numerusform>%Ln lần in</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln spare label(s) left</source>
        <translation>
            <numerusform>còn %Ln tem dự phòng</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln sheet(s) printed again</source>
        <translation>
            <numerusform>đã in lại %Ln phiếu</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln label(s)</source>
        <translation>
            <numerusform>%Ln tem</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln ballot(s)</source>
        <translation>
            <numerusform>%Ln phiếu</numerusform>
        </translation>
    </message>
    <message>
        <source>Printing what was interrupted</source>
        <translation>Đang in tiếp đợt in dở</translation>
    </message>
    <message>
        <source>Printing on paper</source>
        <translation>Đang in ra giấy</translation>
    </message>
    <message numerus="yes">
        <source>%Ln page(s) sent to the printer.</source>
        <translation>
            <numerusform>Đã gửi %Ln trang tới máy in.</numerusform>
        </translation>
    </message>
    <message>
        <source>Proof of every page</source>
        <translation>Kiểm tra từng trang in</translation>
    </message>
    <message>
        <source>{file}: {count} numbers from {first} to {last} on {pages} pages. F11 prints it on paper.</source>
        <translation>{file}: {count} số phiếu từ {first} đến {last}, {pages} trang, đã kiểm tra. F11 để in ra giấy.</translation>
    </message>
    <message>
        <source>The sample list is empty: import it before printing (Ctrl+3).</source>
        <translation>Danh sách mẫu chưa có ai: hãy nhập danh sách trước khi in (Ctrl+3).</translation>
    </message>
    <message>
        <source>Given up: its numbers are never given out.</source>
        <translation>Đã bỏ đợt in dở: các số phiếu của đợt này không bao giờ được cấp lại.</translation>
    </message>
    <message>
        <source>Printing ballots</source>
        <translation>Đang in phiếu</translation>
    </message>
    <message>
        <source>Printing labels</source>
        <translation>Đang in tem</translation>
    </message>
    <message>
        <source>Printing once more</source>
        <translation>Đang in lại</translation>
    </message>
    <message>
        <source>The labels are shown here when they are printed.</source>
        <translation>Tem hiện ở đây sau khi in ra tệp.</translation>
    </message>
    <message>
        <source>The ballots are shown here when they are printed.</source>
        <translation>Phiếu hiện ở đây sau khi in ra tệp.</translation>
    </message>
    <message>
        <source>Specimen</source>
        <translation>Bản mẫu</translation>
    </message>
</context>
<context>
    <name>Program</name>
    <message>
        <source>Making the demonstration</source>
        <translation>Đang tạo bản trình diễn</translation>
    </message>
    <message>
        <source>The program made a mistake. What you saved is safe; you can go on.</source>
        <translation>Chương trình gặp lỗi. Dữ liệu đã lưu vẫn an toàn; có thể làm việc tiếp.</translation>
    </message>
    <message>
        <source>A report without personal data is in {path}</source>
        <translation>Báo cáo lỗi (không có dữ liệu cá nhân) ở {path}</translation>
    </message>
</context>
<context>
    <name>ProgressView</name>
    <message>
        <source>The picture begins with the first ballot that comes back.</source>
        <translation>Biểu đồ bắt đầu khi phiếu đầu tiên được thu về.</translation>
    </message>
    <message>
        <source>returned</source>
        <translation>đã thu về</translation>
    </message>
    <message>
        <source>settled</source>
        <translation>đã chốt</translation>
    </message>
    <message>
        <source>required</source>
        <translation>cần thu tối thiểu</translation>
    </message>
    <message>
        <source>Progress by day: {returned} returned, {settled} settled in the end.</source>
        <translation>Tiến độ theo ngày: đến cuối đã thu về {returned}, đã chốt {settled} phiếu.</translation>
    </message>
</context>
<context>
    <name>QuestionView</name>
    <message>
        <source>Undone:</source>
        <translation>Đã lấy lại:</translation>
    </message>
    <message>
        <source>All 12 digits or the last 7, then Enter. The ballot opens at its first question.</source>
        <translation>Đủ 12 chữ số hoặc 7 chữ số cuối, rồi Enter. Phiếu mở ở câu đầu tiên.</translation>
    </message>
    <message>
        <source>Scan or type the serial of a ballot.</source>
        <translation>Quét hoặc gõ số phiếu.</translation>
    </message>
    <message>
        <source>Enter completes the ballot, and so does scanning the next one. Up goes back, F3 jumps.</source>
        <translation>Enter, hoặc quét phiếu tiếp theo: xong phiếu. Phím ↑ lùi từng câu, F3 tới một câu.</translation>
    </message>
    <message>
        <source>Next ballot: {serial}</source>
        <translation>Phiếu tiếp theo: {serial}</translation>
    </message>
    <message numerus="yes">
        <source>All %n question(s) are keyed.</source>
        <translation>
            <numerusform>Đã nhập đủ %n câu.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QuotaCard</name>
    <message>
        <source>Least number of ballots</source>
        <translation>Số phiếu tối thiểu</translation>
    </message>
    <message>
        <source>The plan states none.</source>
        <translation>Kế hoạch không quy định.</translation>
    </message>
    <message>
        <source>Transactions in the year</source>
        <translation>Số lượt giao dịch trong năm</translation>
    </message>
    <message>
        <source>for instance 667</source>
        <translation>ví dụ 667</translation>
    </message>
    <message numerus="yes">
        <source>%Ln ballot(s)</source>
        <translation>
            <numerusform>%Ln phiếu</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QuotaView</name>
    <message>
        <source>File with the transactions</source>
        <translation>Tệp số lượt giao dịch</translation>
    </message>
    <message>
        <source>Excel file with unit, procedure, year and number of transactions</source>
        <translation>tệp Excel có đơn vị, thủ tục, năm, số lượt giao dịch</translation>
    </message>
    <message>
        <source>Year, where the file names none</source>
        <translation>Năm, nếu tệp không ghi</translation>
    </message>
    <message>
        <source>year</source>
        <translation>năm</translation>
    </message>
    <message>
        <source>Add procedures that the catalogue does not have</source>
        <translation>Thêm thủ tục chưa có vào danh mục</translation>
    </message>
    <message>
        <source>Least numbers of ballots</source>
        <translation>Số phiếu tối thiểu</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Đơn vị</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Nội dung</translation>
    </message>
    <message>
        <source>Transactions</source>
        <translation>Lượt giao dịch</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>Cần thu</translation>
    </message>
    <message>
        <source>Short</source>
        <translation>Thiếu</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Quy định</translation>
    </message>
    <message>
        <source>Parts of the preview</source>
        <translation>Các phần xem trước</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>Thủ tục</translation>
    </message>
    <message>
        <source>Year</source>
        <translation>Năm</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Mới</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Thay đổi</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Hiện có</translation>
    </message>
    <message>
        <source>Rejected rows</source>
        <translation>Dòng không nhận</translation>
    </message>
    <message>
        <source>Corrections</source>
        <translation>Chỗ đã sửa</translation>
    </message>
    <message>
        <source>{total} ballots in all are required; {without} rows have no number yet, the rule says why.</source>
        <translation>Tổng cộng cần {total} phiếu; {without} dòng chưa có số, cột quy định nói lý do.</translation>
    </message>
    <message>
        <source>{total} ballots in all are required.</source>
        <translation>Tổng cộng cần {total} phiếu.</translation>
    </message>
    <message>
        <source>{file}: {added} new, {changed} changed, {unchanged} as before, {rejected} rejected</source>
        <translation>{file}: {added} mới, {changed} thay đổi, {unchanged} như cũ, {rejected} không nhận</translation>
    </message>
    <message>
        <source>{procedures} procedures are added to the catalogue</source>
        <translation>thêm {procedures} thủ tục vào danh mục</translation>
    </message>
    <message>
        <source>New ({count})</source>
        <translation>Mới ({count})</translation>
    </message>
    <message>
        <source>Changed ({count})</source>
        <translation>Thay đổi ({count})</translation>
    </message>
    <message>
        <source>Rejected ({count})</source>
        <translation>Không nhận ({count})</translation>
    </message>
    <message>
        <source>Corrected ({count})</source>
        <translation>Đã sửa ({count})</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Places</source>
        <translation>Các phần việc</translation>
    </message>
</context>
<context>
    <name>RankingView</name>
    <message>
        <source>Ranking</source>
        <translation>Xếp hạng</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Đơn vị</translation>
    </message>
    <message>
        <source>Rank</source>
        <translation>Hạng</translation>
    </message>
    <message>
        <source>Possible ranks</source>
        <translation>Hạng có thể</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>Chỉ số</translation>
    </message>
    <message>
        <source>95% interval</source>
        <translation>Khoảng tin cậy 95%</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Có trả lời</translation>
    </message>
    <message>
        <source>Chart of the ranking</source>
        <translation>Biểu đồ xếp hạng</translation>
    </message>
    <message>
        <source>Nothing to rank: a ranking takes two units with enough ballots, and an index that is a share of ballots (“Index by”), for without intervals nobody is ranked.</source>
        <translation>Chưa có gì để xếp hạng: cần hai đơn vị có đủ phiếu và chỉ số là tỷ lệ của số phiếu (mục “Chỉ số theo”), vì không có khoảng tin cậy thì không xếp hạng ai.</translation>
    </message>
    <message>
        <source>Units whose possible ranks overlap may not be called better or worse than each other: nobody is ranked on noise.</source>
        <translation>Các đơn vị có khoảng hạng chung thì chưa thể nói đơn vị nào hơn: không xếp hạng ai chỉ do ngẫu nhiên.</translation>
    </message>
    <message>
        <source>Ranks</source>
        <translation>Hạng có thể</translation>
    </message>
    <message>
        <source>Lines: 95% intervals.</source>
        <translation>Đoạn ngang: khoảng tin cậy 95%.</translation>
    </message>
    <message>
        <source>Units on one band cannot be told from the first of the band.</source>
        <translation>Các đơn vị trên cùng một dải nền không phân biệt được với đơn vị đứng đầu dải.</translation>
    </message>
    <message>
        <source>Chart: the index of each unit with its interval</source>
        <translation>Biểu đồ: chỉ số của từng đơn vị với khoảng tin cậy</translation>
    </message>
    <message numerus="yes">
        <source>%n unit(s) with too few ballots have no rank.</source>
        <translation>
            <numerusform>%n đơn vị có quá ít phiếu không được xếp hạng.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ReachedView</name>
    <message>
        <source>Units, sectors, groups, waves</source>
        <translation>Đơn vị, lĩnh vực, nhóm, đợt</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Theo</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Tên</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>Cần thu</translation>
    </message>
    <message>
        <source>Drawn</source>
        <translation>Đã chọn mẫu</translation>
    </message>
    <message>
        <source>Printed</source>
        <translation>Đã in</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>Thu về</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Hợp lệ</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>Trực tuyến</translation>
    </message>
    <message>
        <source>Settled</source>
        <translation>Đã chốt</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>Tỷ lệ thu</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Còn thiếu</translation>
    </message>
    <message>
        <source>A number in brackets is not whole yet: a rule lacks transactions, or states none for them.</source>
        <translation>Số trong ngoặc chưa đủ: có quy định chưa có số lượt giao dịch, hoặc không nêu số phiếu.</translation>
    </message>
    <message>
        <source>Σ: of them so many by totals of online sources, which the plan counts.</source>
        <translation>Σ: trong đó số phiếu theo số tổng của nguồn trực tuyến, được tính theo quy định của kế hoạch.</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>chưa rõ</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Đơn vị</translation>
    </message>
    <message>
        <source>Sector</source>
        <translation>Lĩnh vực</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Nhóm</translation>
    </message>
    <message>
        <source>Wave</source>
        <translation>Đợt</translation>
    </message>
</context>
<context>
    <name>ReasonsPanel</name>
    <message>
        <source>Valid</source>
        <translation>Hợp lệ</translation>
    </message>
</context>
<context>
    <name>ReceivePage</name>
    <message>
        <source>Receive</source>
        <translation>Nhận phiếu</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Bỏ nhận</translation>
    </message>
    <message>
        <source>Where batches stand</source>
        <translation>Tình hình các lô</translation>
    </message>
    <message>
        <source>Nothing is printed yet: print ballots first (Ctrl+4).</source>
        <translation>Chưa in phiếu nào: hãy in phiếu trước (Ctrl+4).</translation>
    </message>
    <message>
        <source>Reading batches</source>
        <translation>Đang đọc các lô</translation>
    </message>
    <message>
        <source>The next ballots are those of the ballot box: batch {batch}.</source>
        <translation>Phiếu tiếp theo là của hòm phiếu vừa mở: lô {batch}.</translation>
    </message>
    <message>
        <source>new batch</source>
        <translation>mở lô mới</translation>
    </message>
    <message>
        <source>validity of the next ballot or of the one at hand</source>
        <translation>lý do cho phiếu kế tiếp hay cho phiếu đang chọn</translation>
    </message>
    <message>
        <source>the label offered for a photocopy is on it: receive it</source>
        <translation>đã dán tem lên bản phô-tô: nhận phiếu</translation>
    </message>
    <message>
        <source>next channel</source>
        <translation>kênh kế tiếp</translation>
    </message>
    <message>
        <source>choose the batch</source>
        <translation>chọn lô</translation>
    </message>
    <message>
        <source>cover sheet of the batch that was filled, else of the one under way</source>
        <translation>phiếu bìa của lô vừa đủ, hoặc của lô đang thu</translation>
    </message>
    <message>
        <source>valid, or why it does not count</source>
        <translation>hợp lệ, hoặc lý do không tính</translation>
    </message>
    <message>
        <source>another of the last ballots is at hand</source>
        <translation>chọn phiếu khác trong các phiếu vừa quét</translation>
    </message>
    <message>
        <source>Batch {full} is full: bind it; F12 prints its cover sheet. The next ballot begins batch {batch}.</source>
        <translation>Lô {full} đã đủ: bó lại; F12 in phiếu bìa. Phiếu tiếp theo mở lô {batch}.</translation>
    </message>
    <message>
        <source>There is no ballot at hand: choose one with ↓.</source>
        <translation>Chưa chọn phiếu nào: chọn bằng phím ↓.</translation>
    </message>
    <message>
        <source>The next ballot is:</source>
        <translation>Phiếu kế tiếp:</translation>
    </message>
    <message>
        <source>No ballot at hand</source>
        <translation>Chưa có phiếu nào</translation>
    </message>
    <message>
        <source>Ballot {serial} is:</source>
        <translation>Phiếu {serial}:</translation>
    </message>
    <message>
        <source>The next ballot will not count: {reason}. F5 puts that away.</source>
        <translation>Phiếu kế tiếp sẽ không tính: {reason}. Nhấn F5 để bỏ.</translation>
    </message>
    <message>
        <source>The next ballot begins batch {batch}.</source>
        <translation>Phiếu kế tiếp mở đầu lô {batch}.</translation>
    </message>
    <message>
        <source>There is no batch to print a cover sheet of: choose one with F11.</source>
        <translation>Chưa có lô để in phiếu bìa: chọn lô bằng F11.</translation>
    </message>
    <message>
        <source>Cover sheet</source>
        <translation>Phiếu bìa lô</translation>
    </message>
    <message>
        <source>The cover sheet of batch {batch} is in {path}.</source>
        <translation>Phiếu bìa lô {batch} ở {path}.</translation>
    </message>
    <message>
        <source>Back to receiving</source>
        <translation>Về thu phiếu</translation>
    </message>
    <message>
        <source>{returned} of {printed} ballots are back · {valid} of them count · photocopies: {copies}</source>
        <translation>Đã thu {returned} trên {printed} phiếu đã in · {valid} phiếu hợp lệ · {copies} bản phô-tô</translation>
    </message>
</context>
<context>
    <name>RecentScans</name>
    <message>
        <source>Number</source>
        <translation>Số phiếu</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Kết quả</translation>
    </message>
    <message>
        <source>Batch, place</source>
        <translation>Lô, thứ tự</translation>
    </message>
    <message>
        <source>The last scans</source>
        <translation>Các phiếu vừa quét</translation>
    </message>
</context>
<context>
    <name>RecheckForm</name>
    <message>
        <source>Which ballots</source>
        <translation>Phiếu nào</translation>
    </message>
    <message>
        <source>{percent} %</source>
        <translation>{percent} %</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Hạt giống</translation>
    </message>
    <message>
        <source>any whole number</source>
        <translation>số nguyên bất kỳ</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>Số phiếu</translation>
    </message>
    <message>
        <source>Serials</source>
        <translation>Các số phiếu</translation>
    </message>
    <message>
        <source>with spaces or commas between</source>
        <translation>cách nhau bằng dấu cách hoặc dấu phẩy</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Lý do</translation>
    </message>
    <message>
        <source>why these: it stays in the history</source>
        <translation>vì sao chọn các phiếu này: được giữ trong lịch sử</translation>
    </message>
    <message>
        <source>at random</source>
        <translation>ngẫu nhiên</translation>
    </message>
    <message>
        <source>all of {interviewer}</source>
        <translation>mọi phiếu của {interviewer}</translation>
    </message>
    <message>
        <source>chosen ballots</source>
        <translation>phiếu được chỉ định</translation>
    </message>
    <message>
        <source>Say why these ballots are drawn.</source>
        <translation>Hãy ghi vì sao chọn các phiếu này.</translation>
    </message>
    <message>
        <source>Type the serials of the ballots to draw.</source>
        <translation>Hãy gõ các số phiếu cần chọn.</translation>
    </message>
    <message>
        <source>{field}: type a whole number up to {most}.</source>
        <translation>{field}: gõ một số nguyên không quá {most}.</translation>
    </message>
</context>
<context>
    <name>RecheckPage</name>
    <message>
        <source>Draw</source>
        <translation>Chọn phiếu</translation>
    </message>
    <message>
        <source>List to send …</source>
        <translation>Lập danh sách …</translation>
    </message>
    <message>
        <source>Drawn ballots, interviewers, cleaning</source>
        <translation>Phiếu được chọn, điều tra viên, làm sạch</translation>
    </message>
    <message>
        <source>Take replies …</source>
        <translation>Nhận trả lời …</translation>
    </message>
    <message>
        <source>Do what the rules ask</source>
        <translation>Theo quy định</translation>
    </message>
    <message>
        <source>Drawn ballots</source>
        <translation>Phiếu được chọn</translation>
    </message>
    <message>
        <source>Interviewers</source>
        <translation>Điều tra viên</translation>
    </message>
    <message>
        <source>Interviewer</source>
        <translation>Điều tra viên</translation>
    </message>
    <message>
        <source>Drawn</source>
        <translation>Được chọn</translation>
    </message>
    <message>
        <source>Cleaning</source>
        <translation>Làm sạch</translation>
    </message>
    <message>
        <source>List of calls …</source>
        <translation>Gọi điện …</translation>
    </message>
    <message>
        <source>Rate, % (95 %)</source>
        <translation>Tỷ lệ, % (95%)</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Xác nhận</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Không xác nhận</translation>
    </message>
    <message>
        <source>Not reached</source>
        <translation>Không gặp</translation>
    </message>
    <message>
        <source>Can be asked</source>
        <translation>Hỏi được</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Đã trả lời</translation>
    </message>
    <message>
        <source>This is a station’s file: phúc tra and cleaning are done at the office.</source>
        <translation>Đây là tệp của trạm: phúc tra và làm sạch làm ở văn phòng.</translation>
    </message>
    <message>
        <source>Reading ballots</source>
        <translation>Đang đọc các phiếu</translation>
    </message>
    <message>
        <source>next view</source>
        <translation>thẻ sau</translation>
    </message>
    <message>
        <source>view before</source>
        <translation>thẻ trước</translation>
    </message>
    <message>
        <source>Look for patterns</source>
        <translation>Tìm dấu hiệu</translation>
    </message>
    <message>
        <source>The plan has no phúc tra.</source>
        <translation>Kế hoạch không có phúc tra.</translation>
    </message>
    <message>
        <source>Ballots are linked to nobody: there is nobody to ask.</source>
        <translation>Phiếu không gắn với người nào: không biết hỏi lại ai.</translation>
    </message>
    <message>
        <source>What is looked at again before it counts.</source>
        <translation>Những phiếu cần xem lại trước khi tính.</translation>
    </message>
    <message>
        <source>{askable} of {answered} answered ballots can be asked about · {drawn} drawn · {confirmed} confirmed, {failed} failed, {unreached} not reached, {unclear} unclear, {waiting} waiting</source>
        <translation>Hỏi được {askable} trên {answered} phiếu đã trả lời · đã chọn {drawn} · {confirmed} xác nhận, {failed} không xác nhận, {unreached} không liên lạc được, {unclear} chưa rõ, {waiting} còn chờ</translation>
    </message>
    <message>
        <source>Phúc tra has ended: whose ballots were is not known any more.</source>
        <translation>Phúc tra đã kết thúc: liên kết giữa phiếu và người đã hủy.</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>không rõ</translation>
    </message>
</context>
<context>
    <name>RecheckView</name>
    <message>
        <source>Drawn ballots</source>
        <translation>Phiếu được chọn</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Số</translation>
    </message>
    <message>
        <source>Serial</source>
        <translation>Số phiếu</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Kết quả</translation>
    </message>
    <message>
        <source>Interviewer</source>
        <translation>Điều tra viên</translation>
    </message>
    <message>
        <source>Ballot</source>
        <translation>Phiếu</translation>
    </message>
    <message>
        <source>Drawn</source>
        <translation>Được chọn</translation>
    </message>
    <message>
        <source>On a list since</source>
        <translation>Vào danh sách lúc</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>còn chờ</translation>
    </message>
    <message>
        <source>Reply of no. {number}: “{reply}”</source>
        <translation>Trả lời của số {number}: “{reply}”</translation>
    </message>
    <message>
        <source>Drawing ballots</source>
        <translation>Đang chọn phiếu</translation>
    </message>
    <message numerus="yes">
        <source>%n ballot(s) drawn.</source>
        <translation>
            <numerusform>Đã chọn %n phiếu.</numerusform>
        </translation>
    </message>
    <message>
        <source>{count} fewer than asked for: no more can be asked about.</source>
        <translation>Ít hơn yêu cầu {count} phiếu: không còn phiếu nào hỏi được.</translation>
    </message>
    <message>
        <source>In {found} of 100 surveys this finds who invents {share} in 100 of her ballots.</source>
        <translation>Trong 100 cuộc khảo sát, cách chọn này tìm ra người bịa {share}% số phiếu của mình ở {found} cuộc.</translation>
    </message>
    <message>
        <source>recheck</source>
        <translation>phuc tra</translation>
    </message>
    <message>
        <source>Excel workbooks (*.xlsx);;CSV (*.csv)</source>
        <translation>Bảng tính Excel (*.xlsx);;CSV (*.csv)</translation>
    </message>
    <message>
        <source>Save the list</source>
        <translation>Ghi danh sách</translation>
    </message>
    <message>
        <source>recheck by calls</source>
        <translation>phuc tra goi dien</translation>
    </message>
    <message>
        <source>Excel workbooks (*.xlsx)</source>
        <translation>Bảng tính Excel (*.xlsx)</translation>
    </message>
    <message>
        <source>Save the list of calls</source>
        <translation>Ghi danh sách gọi điện</translation>
    </message>
    <message>
        <source>Writing {file}</source>
        <translation>Đang ghi {file}</translation>
    </message>
    <message>
        <source>Replies (*.xlsx *.csv)</source>
        <translation>Trả lời (*.xlsx *.csv)</translation>
    </message>
    <message>
        <source>Replies that came in</source>
        <translation>Các trả lời nhận được</translation>
    </message>
    <message>
        <source>Reading {file}</source>
        <translation>Đang đọc {file}</translation>
    </message>
    <message>
        <source>No. {number}: {result}.</source>
        <translation>Số {number}: {result}.</translation>
    </message>
    <message>
        <source>Doing what the rules ask</source>
        <translation>Đang làm theo quy định</translation>
    </message>
</context>
<context>
    <name>RemarksView</name>
    <message>
        <source>Section of the report</source>
        <translation>Mục của báo cáo</translation>
    </message>
    <message>
        <source>Remark on</source>
        <translation>Nhận xét ở mục</translation>
    </message>
    <message>
        <source>The office&apos;s words</source>
        <translation>Lời của cơ quan</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Lưu</translation>
    </message>
    <message>
        <source>Take the draft</source>
        <translation>Lấy dự thảo</translation>
    </message>
    <message>
        <source>Drafting from the figures</source>
        <translation>Đang soạn dự thảo từ số liệu</translation>
    </message>
    <message>
        <source>Nothing is written: the draft from the figures is printed, marked as a draft.</source>
        <translation>Chưa ghi gì: báo cáo in dự thảo lập từ số liệu, có ghi rõ là dự thảo.</translation>
    </message>
    <message>
        <source>Nothing is written. What is written here is printed after the program&apos;s sentences.</source>
        <translation>Chưa ghi gì. Nội dung ghi ở đây được in sau các câu của chương trình.</translation>
    </message>
    <message>
        <source>Not kept yet: Ctrl+S keeps it.</source>
        <translation>Chưa lưu: nhấn Ctrl+S để lưu.</translation>
    </message>
    <message>
        <source>Kept {when}.</source>
        <translation>Đã lưu {when}; số liệu thay đổi không làm mất nhận xét.</translation>
    </message>
</context>
<context>
    <name>ReplaceBar</name>
    <message>
        <source>from another part</source>
        <translation>lấy từ nhóm khác</translation>
    </message>
    <message>
        <source>where the reserve of the member&apos;s own part is used up</source>
        <translation>khi danh sách dự phòng của cùng nhóm đã dùng hết</translation>
    </message>
    <message>
        <source>Why the chosen member is replaced</source>
        <translation>Lý do thay người đã chọn</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Thay người</translation>
    </message>
    <message>
        <source>To replace somebody, choose them in the table: a member of the official list.</source>
        <translation>Muốn thay người: chọn một dòng của danh sách chính thức trong bảng trên.</translation>
    </message>
    <message>
        <source>Replace no. {number}, {name} ({unit}), by the next of the reserve:</source>
        <translation>Thay số {number}, {name} ({unit}), bằng người dự phòng kế tiếp:</translation>
    </message>
</context>
<context>
    <name>ReportCheck</name>
    <message>
        <source>Check a report …</source>
        <translation>Kiểm tra báo cáo …</translation>
    </message>
    <message>
        <source>Compares a saved report with the survey as it was when the report was made.</source>
        <translation>So một báo cáo đã lưu với cuộc khảo sát tại thời điểm lập báo cáo.</translation>
    </message>
    <message>
        <source>What came of checking the report</source>
        <translation>Kết quả kiểm tra báo cáo</translation>
    </message>
    <message>
        <source>The report to check</source>
        <translation>Báo cáo cần kiểm tra</translation>
    </message>
    <message>
        <source>Reports (*.pdf *.docx *.xlsx)</source>
        <translation>Báo cáo (*.pdf *.docx *.xlsx)</translation>
    </message>
    <message>
        <source>Checking the report</source>
        <translation>Đang kiểm tra báo cáo</translation>
    </message>
</context>
<context>
    <name>ReportView</name>
    <message>
        <source>Print the index by the definition chosen above, not by the plan&apos;s</source>
        <translation>In chỉ số theo cách tính chọn ở trên, không theo kế hoạch</translation>
    </message>
    <message>
        <source>This is the report. Saving it records it in the history; the saved file bears that head.</source>
        <translation>Đây là báo cáo. Khi lưu, lịch sử ghi nhận việc này và tệp lưu mang mã lịch sử lúc đó.</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Báo cáo</translation>
    </message>
    <message>
        <source>Form of the report</source>
        <translation>Dạng báo cáo</translation>
    </message>
    <message>
        <source>Section of another report, without letterhead</source>
        <translation>Phần của báo cáo khác, không có phần đầu</translation>
    </message>
    <message>
        <source>Notice of the results, one page</source>
        <translation>Thông báo công bố kết quả, một trang</translation>
    </message>
    <message>
        <source>By the plan: {title}</source>
        <translation>Theo kế hoạch: {title}</translation>
    </message>
    <message>
        <source>This is the saved file.</source>
        <translation>Đây là tệp đã lưu.</translation>
    </message>
</context>
<context>
    <name>RescuePage</name>
    <message>
        <source>The survey&apos;s file cannot be used as it is</source>
        <translation>Chưa dùng được tệp khảo sát</translation>
    </message>
    <message>
        <source>{file}: {found}
Nothing is deleted. Choose a backup to go on from, the newest first; the file as it is now is set aside under another name. An administrator does this, with her password of then.</source>
        <translation>{file}: {found}
Không có gì bị xóa. Chọn một bản sao lưu để làm tiếp, bản mới nhất ở đầu; tệp hiện tại được cất dưới tên khác. Việc này do quản trị viên làm, với mật khẩu vào lúc tạo bản sao lưu.</translation>
    </message>
    <message>
        <source>Name of an administrator</source>
        <translation>Tên quản trị viên</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Mật khẩu</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Quay lại</translation>
    </message>
    <message>
        <source>Go on from this backup</source>
        <translation>Làm tiếp từ bản này</translation>
    </message>
    <message>
        <source>Salvage what can be read …</source>
        <translation>Cứu phần đọc được …</translation>
    </message>
    <message>
        <source>No backup of this survey was found beside it or at the second place.</source>
        <translation>Không thấy bản sao lưu nào của khảo sát này ở cạnh tệp hoặc ở nơi thứ hai.</translation>
    </message>
    <message>
        <source>Choose a backup first.</source>
        <translation>Hãy chọn một bản sao lưu trước.</translation>
    </message>
    <message>
        <source>Restoring the survey</source>
        <translation>Đang khôi phục khảo sát</translation>
    </message>
    <message>
        <source>{name} salvaged</source>
        <translation>{name} cuu du lieu</translation>
    </message>
    <message>
        <source>Surveys (*{suffix})</source>
        <translation>Tệp khảo sát (*{suffix})</translation>
    </message>
    <message>
        <source>Salvaging the survey</source>
        <translation>Đang cứu dữ liệu</translation>
    </message>
    <message>
        <source>Nothing is missing: {file} holds the whole survey.</source>
        <translation>Không thiếu gì: {file} có đủ toàn bộ khảo sát.</translation>
    </message>
    <message>
        <source>{file} holds {facts} facts. {unread} cannot be read, {left_out} hang on lost ones and were left out. Look at these ballots again: {ballots}</source>
        <translation>{file} có {facts} sự kiện. {unread} sự kiện không đọc được, {left_out} sự kiện phụ thuộc phần đã mất nên phải bỏ. Xem lại các phiếu: {ballots}</translation>
    </message>
    <message>
        <source>The newest work may be lost without a trace: compare with the paper.</source>
        <translation>Việc mới nhất có thể đã mất mà không để lại dấu vết: hãy đối chiếu với phiếu giấy.</translation>
    </message>
    <message>
        <source>Type your name and your password.</source>
        <translation>Nhập tên và mật khẩu của bạn.</translation>
    </message>
    <message>
        <source>The survey stands on the backup again; sign in.</source>
        <translation>Đã khôi phục khảo sát từ bản sao lưu; hãy đăng nhập.</translation>
    </message>
    <message>
        <source>The file before lies beside it: {file}</source>
        <translation>Tệp trước đó nằm bên cạnh: {file}</translation>
    </message>
</context>
<context>
    <name>ResponseTables</name>
    <message>
        <source>Unit</source>
        <translation>Cơ quan, đơn vị</translation>
    </message>
    <message>
        <source>Required</source>
        <translation>Yêu cầu</translation>
    </message>
    <message>
        <source>Issued</source>
        <translation>Phát ra</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>Thu về</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>Tỷ lệ thu</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Hợp lệ</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>Trực tuyến</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Còn thiếu</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>chưa rõ</translation>
    </message>
    <message>
        <source>By unit</source>
        <translation>Theo đơn vị</translation>
    </message>
    <message>
        <source>Interviewer</source>
        <translation>Điều tra viên</translation>
    </message>
    <message>
        <source>Assigned</source>
        <translation>Được giao</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Từ chối</translation>
    </message>
    <message>
        <source>Not met</source>
        <translation>Không gặp</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>Còn phải làm</translation>
    </message>
    <message>
        <source>nobody in particular</source>
        <translation>không theo người</translation>
    </message>
    <message>
        <source>By interviewer</source>
        <translation>Theo điều tra viên</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Kênh</translation>
    </message>
    <message>
        <source>By channel</source>
        <translation>Theo kênh</translation>
    </message>
    <message>
        <source>Day</source>
        <translation>Ngày</translation>
    </message>
    <message>
        <source>Returned on the day</source>
        <translation>Thu trong ngày</translation>
    </message>
    <message>
        <source>Returned until then</source>
        <translation>Cộng dồn</translation>
    </message>
    <message>
        <source>{day} (day off)</source>
        <translation>{day} (ngày nghỉ)</translation>
    </message>
    <message>
        <source>By day</source>
        <translation>Theo ngày</translation>
    </message>
</context>
<context>
    <name>RestoreForm</name>
    <message>
        <source>Restore with the recovery sheet</source>
        <translation>Khôi phục bằng phiếu</translation>
    </message>
    <message>
        <source>For a lost or damaged key file, or a forgotten password of the last administrator. The others keep their passwords where the key file is whole; else set them anew on the page Administration.</source>
        <translation>Dùng khi mất hoặc hỏng tệp khóa, hoặc quản trị viên cuối cùng quên mật khẩu. Tệp khóa còn nguyên thì mật khẩu của người khác giữ nguyên; nếu không, đặt lại tại trang Quản trị.</translation>
    </message>
    <message>
        <source>Administrator&apos;s name</source>
        <translation>Tên quản trị viên</translation>
    </message>
    <message>
        <source>Recovery code</source>
        <translation>Mã khôi phục</translation>
    </message>
    <message>
        <source>Type or scan the digits of the recovery sheet.</source>
        <translation>Gõ hoặc quét các chữ số trên phiếu khôi phục.</translation>
    </message>
    <message>
        <source>Restore and sign in</source>
        <translation>Khôi phục và đăng nhập</translation>
    </message>
</context>
<context>
    <name>ResultsPage</name>
    <message>
        <source>Notice</source>
        <translation>Thông báo</translation>
    </message>
    <message>
        <source>Copy the figures</source>
        <translation>Chép số liệu</translation>
    </message>
    <message>
        <source>Views of the results</source>
        <translation>Các thẻ kết quả</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>Chỉ số</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>Câu hỏi</translation>
    </message>
    <message>
        <source>Missing answers</source>
        <translation>Không trả lời</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>Biểu đồ</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>Đơn vị</translation>
    </message>
    <message>
        <source>Divided</source>
        <translation>Chia theo</translation>
    </message>
    <message>
        <source>Ranking</source>
        <translation>Xếp hạng</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>So sánh</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>Ý kiến</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Báo cáo</translation>
    </message>
    <message>
        <source>next view</source>
        <translation>thẻ sau</translation>
    </message>
    <message>
        <source>view before</source>
        <translation>thẻ trước</translation>
    </message>
    <message>
        <source>look closer: index, question, parts, ballots</source>
        <translation>xem kỹ hơn: chỉ số, câu hỏi, từng phần, phiếu</translation>
    </message>
    <message>
        <source>back</source>
        <translation>quay lại</translation>
    </message>
    <message>
        <source>in the comparison: the file to compare with</source>
        <translation>trong So sánh: tệp để so với</translation>
    </message>
    <message>
        <source>in comments: a new topic</source>
        <translation>trong Ý kiến: thêm một chủ đề</translation>
    </message>
    <message>
        <source>in comments: show what is hidden in the chosen one</source>
        <translation>trong Ý kiến: hiện chỗ bị che của ý kiến đang chọn</translation>
    </message>
    <message>
        <source>in the report: begin the remark with the draft</source>
        <translation>trong Báo cáo: lấy dự thảo làm phần đầu nhận xét</translation>
    </message>
    <message>
        <source>in the report: keep the remark</source>
        <translation>trong Báo cáo: lưu nhận xét</translation>
    </message>
    <message>
        <source>in the report: check a report</source>
        <translation>trong Báo cáo: kiểm tra một báo cáo</translation>
    </message>
    <message>
        <source>in comments: a topic of the chosen one, on or off</source>
        <translation>trong Ý kiến: thêm, bỏ chủ đề của ý kiến đang chọn</translation>
    </message>
    <message>
        <source>in comments: another one</source>
        <translation>trong Ý kiến: sang ý kiến khác</translation>
    </message>
    <message>
        <source>Save table …</source>
        <translation>Lưu bảng …</translation>
    </message>
    <message>
        <source>Save XLSX …</source>
        <translation>Lưu XLSX …</translation>
    </message>
    <message>
        <source>Save DOCX …</source>
        <translation>Lưu DOCX …</translation>
    </message>
    <message>
        <source>Save report (PDF) …</source>
        <translation>Lưu báo cáo (PDF) …</translation>
    </message>
    <message>
        <source>Officers</source>
        <translation>Cán bộ</translation>
    </message>
    <message>
        <source>“{text}” is no day: write it as 31/10/2017. The figures are not limited by it.</source>
        <translation>“{text}” không phải là ngày: hãy viết như 31/10/2017. Số liệu chưa bị giới hạn theo ngày này.</translation>
    </message>
    <message numerus="yes">
        <source>Figures of %n settled ballot(s).</source>
        <translation>
            <numerusform>Số liệu của %n phiếu đã chốt.</numerusform>
        </translation>
    </message>
    <message>
        <source>No ballot is settled yet. Figures appear as soon as ballots were keyed twice and what differed was settled.</source>
        <translation>Chưa có phiếu nào được chốt. Số liệu hiện ra ngay khi có phiếu đã nhập hai lần và đã chốt các chỗ khác nhau.</translation>
    </message>
    <message>
        <source>Laying out the report</source>
        <translation>Đang dựng báo cáo</translation>
    </message>
    <message>
        <source>The figures are on the clipboard.</source>
        <translation>Đã chép số liệu vào bộ nhớ tạm.</translation>
    </message>
    <message>
        <source>This view has no table.</source>
        <translation>Trang này không có bảng.</translation>
    </message>
    <message>
        <source>figures-{plan}</source>
        <translation>so-lieu-{plan}</translation>
    </message>
    <message>
        <source>Excel workbooks (*.xlsx);;CSV files (*.csv)</source>
        <translation>Sổ tính Excel (*.xlsx);;Tệp CSV (*.csv)</translation>
    </message>
    <message>
        <source>Save the table</source>
        <translation>Lưu bảng số liệu</translation>
    </message>
    <message>
        <source>The table is saved: {file}</source>
        <translation>Đã lưu bảng số liệu: {file}</translation>
    </message>
    <message>
        <source>PDF files (*.pdf)</source>
        <translation>Tệp PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Word documents (*.docx)</source>
        <translation>Văn bản Word (*.docx)</translation>
    </message>
    <message>
        <source>Excel workbooks (*.xlsx)</source>
        <translation>Bảng tính Excel (*.xlsx)</translation>
    </message>
    <message>
        <source>report-{plan}</source>
        <translation>bao-cao-{plan}</translation>
    </message>
    <message>
        <source>notice-{plan}</source>
        <translation>thong-bao-{plan}</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Lưu báo cáo</translation>
    </message>
    <message>
        <source>Making the report</source>
        <translation>Đang lập báo cáo</translation>
    </message>
    <message>
        <source>The report is saved: {file}</source>
        <translation>Đã lưu báo cáo: {file}</translation>
    </message>
    <message>
        <source>Chart: the levels of each question</source>
        <translation>Biểu đồ: các mức trả lời của từng câu hỏi</translation>
    </message>
    <message>
        <source>Chart: the satisfied share of each factor</source>
        <translation>Biểu đồ: tỷ lệ hài lòng theo yếu tố</translation>
    </message>
</context>
<context>
    <name>SamplePage</name>
    <message>
        <source>Read the file</source>
        <translation>Đọc tệp</translation>
    </message>
    <message>
        <source>Do not take</source>
        <translation>Bỏ</translation>
    </message>
    <message>
        <source>Convert to Unicode</source>
        <translation>Đổi sang Unicode</translation>
    </message>
    <message>
        <source>sampling frame</source>
        <translation>dàn mẫu</translation>
    </message>
    <message>
        <source>official</source>
        <translation>chính thức</translation>
    </message>
    <message>
        <source>reserve</source>
        <translation>dự phòng</translation>
    </message>
    <message>
        <source>replaced</source>
        <translation>đã thay</translation>
    </message>
    <message>
        <source>File with the sample list</source>
        <translation>Tệp danh sách mẫu</translation>
    </message>
    <message>
        <source>An Excel file: drop it here, or type its path</source>
        <translation>Tệp Excel: thả vào đây hoặc gõ đường dẫn</translation>
    </message>
    <message>
        <source>List, where the file does not say</source>
        <translation>Loại danh sách, khi trong tệp không ghi</translation>
    </message>
    <message>
        <source>taken as</source>
        <translation>nhận làm danh sách</translation>
    </message>
    <message>
        <source>Members of the sample list</source>
        <translation>Danh sách mẫu</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>STT</translation>
    </message>
    <message>
        <source>List</source>
        <translation>Danh sách</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Họ tên, tổ chức</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Địa chỉ</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Điện thoại</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Đơn vị</translation>
    </message>
    <message>
        <source>Sector</source>
        <translation>Lĩnh vực</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>Thủ tục</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Mã hồ sơ</translation>
    </message>
    <message>
        <source>Ballot</source>
        <translation>Phiếu</translation>
    </message>
    <message>
        <source>There is no list yet. Read a sampling frame or a ready list from a file (F3), take what the agencies sent back (F11), or write a template for each agency first (Ctrl+T).</source>
        <translation>Chưa có danh sách nào. Đọc dàn mẫu hoặc danh sách có sẵn từ một tệp (F3), nhận thư mục các cơ quan gửi về (F11), hoặc tạo mẫu danh sách cho từng cơ quan trước (Ctrl+T).</translation>
    </message>
    <message>
        <source>{official} on the official list · {reserve} in reserve · {frame} in the sampling frame</source>
        <translation>Chính thức {official} · dự phòng {reserve} · dàn mẫu {frame}</translation>
    </message>
    <message>
        <source>{linked} have a ballot</source>
        <translation>đã có phiếu {linked}</translation>
    </message>
    <message>
        <source>Reading the list</source>
        <translation>Đang đọc danh sách</translation>
    </message>
    <message>
        <source>Say which file holds the list: F3 chooses one.</source>
        <translation>Hãy cho biết tệp danh sách: nhấn F3 để chọn.</translation>
    </message>
    <message>
        <source>Reading {file}</source>
        <translation>Đang đọc {file}</translation>
    </message>
    <message>
        <source>Taking the list</source>
        <translation>Đang nhận danh sách</translation>
    </message>
    <message>
        <source>Nothing was taken.</source>
        <translation>Chưa nhận gì vào cuộc khảo sát.</translation>
    </message>
    <message>
        <source>Texts in an old encoding were found: compare them here, F7 converts them.</source>
        <translation>Có chữ gõ bằng bảng mã cũ: so sánh ở bảng dưới đây, đúng thì bấm F7 để chuyển sang Unicode.</translation>
    </message>
    <message>
        <source>No row of this folder can be taken: see why below.</source>
        <translation>Không có dòng nào trong thư mục này nhận được: xem lý do bên dưới.</translation>
    </message>
    <message>
        <source>Saving remarks</source>
        <translation>Đang xuất ghi chú</translation>
    </message>
    <message>
        <source>Remarks …</source>
        <translation>Ghi chú …</translation>
    </message>
    <message>
        <source>No row of this file can be taken: see why below.</source>
        <translation>Không nhận được dòng nào của tệp: xem lý do bên dưới.</translation>
    </message>
    <message numerus="yes">
        <source>%n member(s) taken into the sample list.</source>
        <translation>
            <numerusform>Đã nhận %n người, tổ chức vào danh sách mẫu.</numerusform>
        </translation>
    </message>
    <message>
        <source>No list yet of {count}: {units}</source>
        <translation>Còn {count} đơn vị chưa có danh sách: {units}</translation>
    </message>
    <message>
        <source>Remarks are in {file}.</source>
        <translation>Đã xuất ghi chú ra {file}.</translation>
    </message>
    <message>
        <source>Do not draw</source>
        <translation>Không chọn</translation>
    </message>
    <message>
        <source>Draw the lists</source>
        <translation>Chọn mẫu</translation>
    </message>
    <message>
        <source>Take the list</source>
        <translation>Nhận danh sách</translation>
    </message>
    <message numerus="yes">
        <source>%n unit(s) or procedure(s) of the list are not in the catalogues: add them (Ctrl+2) before printing, or they are keyed letter by letter.</source>
        <translation>
            <numerusform>%n đơn vị hoặc thủ tục trong danh sách chưa có trong danh mục: hãy thêm (Ctrl+2) trước khi in phiếu, nếu không phải gõ từng chữ khi nhập phiếu.</numerusform>
        </translation>
    </message>
    <message>
        <source>Each ballot is printed for one person of the official list, and linked to them.</source>
        <translation>Mỗi phiếu in cho một người trong danh sách chính thức và gắn với người đó.</translation>
    </message>
    <message>
        <source>Ballots are numbered but given to nobody in particular: a list does not link them to people.</source>
        <translation>Phiếu không phát cho riêng ai: danh sách nhập ở đây không gắn phiếu với người.</translation>
    </message>
    <message>
        <source>Ballots of this survey are anonymous: a list imported here never links them to people.</source>
        <translation>Phiếu của cuộc khảo sát này không ghi danh: danh sách nhập ở đây không bao giờ gắn phiếu với người.</translation>
    </message>
</context>
<context>
    <name>SamplePreview</name>
    <message>
        <source>would be taken</source>
        <translation>người, tổ chức sẽ nhận</translation>
    </message>
    <message>
        <source>rows rejected</source>
        <translation>dòng không nhận</translation>
    </message>
    <message>
        <source>of them duplicates</source>
        <translation>trong đó trùng</translation>
    </message>
    <message>
        <source>cells corrected or marked</source>
        <translation>ô đã sửa hoặc cần xem lại</translation>
    </message>
    <message>
        <source>Parts of the preview</source>
        <translation>Các phần xem trước</translation>
    </message>
    <message>
        <source>Rejected rows</source>
        <translation>Các dòng không nhận</translation>
    </message>
    <message>
        <source>Corrections</source>
        <translation>Các ô đã sửa</translation>
    </message>
    <message>
        <source>Rows that are no entries</source>
        <translation>Các dòng bỏ qua</translation>
    </message>
    <message>
        <source>Members that would be taken</source>
        <translation>Người, tổ chức sẽ nhận</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>Dòng</translation>
    </message>
    <message>
        <source>List</source>
        <translation>Danh sách</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Họ tên, tổ chức</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Địa chỉ</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Điện thoại</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Đơn vị</translation>
    </message>
    <message>
        <source>Procedure</source>
        <translation>Thủ tục</translation>
    </message>
    <message>
        <source>Dossier</source>
        <translation>Mã hồ sơ</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Ngày nhận</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ngày trả</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Tệp</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Các cột</translation>
    </message>
    <message>
        <source>Sheet</source>
        <translation>Trang tính</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Cột</translation>
    </message>
    <message>
        <source>Heading in the file</source>
        <translation>Tiêu đề trong tệp</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>Đọc là</translation>
    </message>
    <message>
        <source>Units and procedures without a code</source>
        <translation>Đơn vị, thủ tục chưa có mã</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Loại</translation>
    </message>
    <message>
        <source>Members</source>
        <translation>Số người</translation>
    </message>
    <message>
        <source>Folder {folder}: {files} file(s), {missing} unit(s) have sent none</source>
        <translation>Thư mục {folder}: {files} tệp, còn {missing} đơn vị chưa gửi</translation>
    </message>
    <message>
        <source>Files ({count})</source>
        <translation>Tệp ({count})</translation>
    </message>
    <message>
        <source>Not sent ({count})</source>
        <translation>Chưa gửi ({count})</translation>
    </message>
    <message>
        <source>Old encodings ({count})</source>
        <translation>Bảng mã cũ ({count})</translation>
    </message>
    <message>
        <source>Rejected ({count})</source>
        <translation>Không nhận ({count})</translation>
    </message>
    <message>
        <source>Corrected ({count})</source>
        <translation>Đã sửa ({count})</translation>
    </message>
    <message>
        <source>Members ({count})</source>
        <translation>Sẽ nhận ({count})</translation>
    </message>
    <message>
        <source>Columns ({count})</source>
        <translation>Các cột ({count})</translation>
    </message>
    <message>
        <source>Passed over ({count})</source>
        <translation>Bỏ qua ({count})</translation>
    </message>
    <message>
        <source>Without a code ({count})</source>
        <translation>Chưa có mã ({count})</translation>
    </message>
    <message>
        <source>not read</source>
        <translation>không đọc</translation>
    </message>
    <message>
        <source>no list on this sheet</source>
        <translation>trang tính không có danh sách</translation>
    </message>
    <message>
        <source>hidden sheet, not read</source>
        <translation>trang tính ẩn, không đọc</translation>
    </message>
    <message>
        <source>ordinal, not read</source>
        <translation>số thứ tự, không đọc</translation>
    </message>
    <message>
        <source>identity number, not read</source>
        <translation>số định danh, không đọc</translation>
    </message>
    <message>
        <source>name</source>
        <translation>họ tên</translation>
    </message>
    <message>
        <source>family name</source>
        <translation>họ và tên đệm</translation>
    </message>
    <message>
        <source>organisation</source>
        <translation>tổ chức</translation>
    </message>
    <message>
        <source>address</source>
        <translation>địa chỉ</translation>
    </message>
    <message>
        <source>phone</source>
        <translation>điện thoại</translation>
    </message>
    <message>
        <source>unit</source>
        <translation>đơn vị</translation>
    </message>
    <message>
        <source>sector</source>
        <translation>lĩnh vực</translation>
    </message>
    <message>
        <source>procedure</source>
        <translation>thủ tục</translation>
    </message>
    <message>
        <source>procedure&apos;s code</source>
        <translation>mã thủ tục</translation>
    </message>
    <message>
        <source>dossier code</source>
        <translation>mã hồ sơ</translation>
    </message>
    <message>
        <source>day received</source>
        <translation>ngày tiếp nhận</translation>
    </message>
    <message>
        <source>day of the result</source>
        <translation>ngày trả kết quả</translation>
    </message>
    <message>
        <source>official or reserve</source>
        <translation>chính thức hay dự phòng</translation>
    </message>
    <message>
        <source>mark of the official list</source>
        <translation>đánh dấu chính thức</translation>
    </message>
    <message>
        <source>mark of the reserve list</source>
        <translation>đánh dấu dự phòng</translation>
    </message>
    <message>
        <source>remark</source>
        <translation>ghi chú</translation>
    </message>
    <message>
        <source>consent to calls and messages</source>
        <translation>đồng ý cho gọi, nhắn tin</translation>
    </message>
</context>
<context>
    <name>SampleWork</name>
    <message>
        <source>Seed and number of members are whole numbers.</source>
        <translation>Số hạt giống và số người phải là số nguyên.</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>Đang chọn mẫu</translation>
    </message>
    <message>
        <source>Drawn: {official} official, {reserve} in reserve, of {rows} rows of the frame.</source>
        <translation>Đã chọn {official} người chính thức, {reserve} người dự phòng trong {rows} dòng của dàn mẫu.</translation>
    </message>
    <message>
        <source>The frame lacks {count} official members: the minutes say where.</source>
        <translation>Dàn mẫu còn thiếu {count} người chính thức: biên bản ghi rõ thiếu ở đâu.</translation>
    </message>
    <message>
        <source>Choose the member of the official list to be replaced.</source>
        <translation>Hãy chọn người trong danh sách chính thức cần thay.</translation>
    </message>
    <message>
        <source>Number {by} came in the place of number {out}.</source>
        <translation>Số {by} đã vào thay số {out}.</translation>
    </message>
    <message>
        <source>Writing the minutes</source>
        <translation>Đang lập biên bản</translation>
    </message>
    <message>
        <source>The minutes are in {file}.</source>
        <translation>Biên bản đã ghi vào {file}.</translation>
    </message>
    <message>
        <source>Writing templates</source>
        <translation>Đang tạo mẫu danh sách</translation>
    </message>
    <message numerus="yes">
        <source>%n template(s) written, one for each unit.</source>
        <translation>
            <numerusform>Đã tạo %n tệp mẫu, mỗi cơ quan một tệp.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScanCard</name>
    <message>
        <source>Ready</source>
        <translation>Sẵn sàng</translation>
    </message>
    <message>
        <source>Scan the bar code of a ballot, or type its number.</source>
        <translation>Quét mã vạch trên phiếu, hoặc gõ số phiếu.</translation>
    </message>
</context>
<context>
    <name>ScanPanel</name>
    <message>
        <source>There is no scan to take back: scan the ballot first.</source>
        <translation>Chưa có lần quét nào để rút lại: hãy quét phiếu trước.</translation>
    </message>
    <message>
        <source>Taken back: {step}</source>
        <translation>Đã rút lại: {step}</translation>
    </message>
</context>
<context>
    <name>ScanView</name>
    <message>
        <source>A file of serials …</source>
        <translation>Tệp số phiếu …</translation>
    </message>
    <message>
        <source>Scanned before: {side}</source>
        <translation>Đã quét rồi: {side}</translation>
    </message>
    <message>
        <source>{side}: extra, nobody gave it</source>
        <translation>{side}: thừa, bên giao không có</translation>
    </message>
    <message>
        <source>{side}: recorded</source>
        <translation>{side}: đã ghi</translation>
    </message>
    <message>
        <source>There is no scan to take back: type the number of the ballot.</source>
        <translation>Không có lần quét nào để bỏ: hãy gõ số phiếu.</translation>
    </message>
    <message>
        <source>It was not scanned: {side}</source>
        <translation>Chưa quét phiếu này: {side}</translation>
    </message>
    <message>
        <source>{side}: taken back</source>
        <translation>{side}: đã bỏ</translation>
    </message>
    <message numerus="yes">
        <source>%Ln without a reason</source>
        <translation>
            <numerusform>%Ln chưa ghi lý do</numerusform>
        </translation>
    </message>
    <message>
        <source>The next scan: {side}</source>
        <translation>Lần quét tới: {side}</translation>
    </message>
    <message>
        <source>F7 turns to the other side, F5 goes to what is missing or extra.</source>
        <translation>F7 chuyển sang bên kia, F5 tới các phiếu thiếu, thừa.</translation>
    </message>
    <message>
        <source>Lists of serials (*.txt *.csv *.xlsx)</source>
        <translation>Danh sách số phiếu (*.txt *.csv *.xlsx)</translation>
    </message>
    <message>
        <source>A file of serials</source>
        <translation>Tệp số phiếu</translation>
    </message>
    <message>
        <source>Recording the serials</source>
        <translation>Đang ghi các số phiếu</translation>
    </message>
    <message numerus="yes">
        <source>%Ln ballot(s) recorded.</source>
        <translation>
            <numerusform>Đã ghi %Ln phiếu.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln had been before.</source>
        <translation>
            <numerusform>%Ln phiếu đã ghi trước đó.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln refused:</source>
        <translation>
            <numerusform>%Ln số không nhận:</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not closed: %Ln difference(s) without a reason. Scan the ballot, or say why.</source>
        <translation>
            <numerusform>Chưa chốt được: còn %Ln phiếu thiếu, thừa chưa ghi lý do. Hãy quét thêm phiếu, hoặc ghi lý do.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScanWords</name>
    <message>
        <source>Received, not counted</source>
        <translation>Đã nhận, không tính</translation>
    </message>
    <message>
        <source>Received</source>
        <translation>Đã nhận</translation>
    </message>
    <message>
        <source>Received before</source>
        <translation>Đã thu trước đó</translation>
    </message>
    <message>
        <source>Not of this survey</source>
        <translation>Không thuộc cuộc khảo sát này</translation>
    </message>
    <message>
        <source>Number misread</source>
        <translation>Sai số phiếu</translation>
    </message>
    <message>
        <source>Receipt taken back</source>
        <translation>Đã bỏ nhận</translation>
    </message>
    <message>
        <source>Not received</source>
        <translation>Không nhận được</translation>
    </message>
    <message>
        <source>A photocopy? Stick label {label} on it and scan the label, or press F7.</source>
        <translation>Nếu là bản phô-tô: dán tem {label} lên phiếu rồi quét tem, hoặc nhấn F7.</translation>
    </message>
    <message>
        <source>The ballot is again where it was before it was scanned.</source>
        <translation>Phiếu trở lại như trước khi quét.</translation>
    </message>
    <message>
        <source>batch {batch}, ballot {position}</source>
        <translation>lô {batch}, phiếu thứ {position}</translation>
    </message>
    <message>
        <source>valid</source>
        <translation>hợp lệ</translation>
    </message>
    <message>
        <source>photocopy</source>
        <translation>bản phô-tô</translation>
    </message>
</context>
<context>
    <name>SecondKeyings</name>
    <message>
        <source>Which ballots are keyed a second time</source>
        <translation>Những phiếu nào nhập lần 2</translation>
    </message>
    <message>
        <source>of the chosen keyer, since</source>
        <translation>của người đang chọn, từ ngày</translation>
    </message>
    <message>
        <source>of the batch</source>
        <translation>của lô</translation>
    </message>
    <message>
        <source>only the ballot</source>
        <translation>chỉ một phiếu</translation>
    </message>
    <message>
        <source>Batch</source>
        <translation>Lô</translation>
    </message>
    <message>
        <source>First day</source>
        <translation>Ngày đầu</translation>
    </message>
    <message>
        <source>dd/mm/yyyy; empty: all</source>
        <translation>dd/mm/yyyy; để trống: tất cả</translation>
    </message>
    <message>
        <source>Serial of the ballot</source>
        <translation>Số phiếu</translation>
    </message>
    <message>
        <source>serial</source>
        <translation>số phiếu</translation>
    </message>
    <message>
        <source>Have keyed a second time</source>
        <translation>Cho nhập lần 2</translation>
    </message>
    <message>
        <source>One in {number} is keyed twice · keyed once: {single} · waiting for the second keying: {waiting}</source>
        <translation>Cứ {number} phiếu thì một phiếu nhập hai lần · đã nhập một lần: {single} · chờ nhập lần 2: {waiting}</translation>
    </message>
    <message numerus="yes">
        <source>%n ballot(s) wait for their second keying now.</source>
        <translation>
            <numerusform>%n phiếu chờ nhập lần 2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ballot(s) of closed batches stay as they are.</source>
        <translation>
            <numerusform>%n phiếu của lô đã khóa giữ nguyên.</numerusform>
        </translation>
    </message>
    <message>
        <source>all are keyed twice, for too few are judged yet</source>
        <translation>phiếu nào cũng nhập hai lần, vì số phiếu đã đối chiếu còn ít</translation>
    </message>
    <message>
        <source>all are keyed twice, for the bound of her errors is above {limit}</source>
        <translation>phiếu nào cũng nhập hai lần, vì cận trên tỷ lệ lỗi vượt {limit}</translation>
    </message>
    <message>
        <source>a sample is keyed twice</source>
        <translation>nhập hai lần theo mẫu</translation>
    </message>
    <message>
        <source>{name}: keyed once {single} · judged {ballots} · errors per 1,000 at most {bound} · {mode}</source>
        <translation>{name}: nhập một lần {single} · đã đối chiếu {ballots} · tỷ lệ lỗi cao nhất {bound} trên 1.000 · {mode}</translation>
    </message>
</context>
<context>
    <name>SerialField</name>
    <message>
        <source>Ballot number</source>
        <translation>Số phiếu</translation>
    </message>
    <message>
        <source>Scan or type the number, then Enter</source>
        <translation>Quét hoặc gõ số phiếu rồi nhấn Enter</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Go to question</source>
        <translation>Tới câu</translation>
    </message>
    <message>
        <source>Serial of the ballot</source>
        <translation>Số phiếu</translation>
    </message>
    <message>
        <source>Serial</source>
        <translation>Số phiếu</translation>
    </message>
</context>
<context>
    <name>SignInForm</name>
    <message>
        <source>Open a survey</source>
        <translation>Mở cuộc khảo sát</translation>
    </message>
    <message>
        <source>Recent surveys</source>
        <translation>Các cuộc khảo sát đã mở gần đây</translation>
    </message>
    <message>
        <source>Demonstration</source>
        <translation>Bản trình diễn</translation>
    </message>
    <message>
        <source>Sign in, in {seconds} s</source>
        <translation>Đăng nhập sau {seconds} giây</translation>
    </message>
    <message>
        <source>PIN of the badge</source>
        <translation>Mã PIN của thẻ</translation>
    </message>
    <message>
        <source>Badge scanned</source>
        <translation>Đã quét thẻ</translation>
    </message>
    <message>
        <source>Choose the survey, then sign in with your own name.</source>
        <translation>Chọn cuộc khảo sát, rồi đăng nhập bằng tên của mình.</translation>
    </message>
    <message>
        <source>No survey has been opened here yet: choose its file (F3) or make a new survey (F4).</source>
        <translation>Máy này chưa mở cuộc khảo sát nào: hãy chọn tệp (F3) hoặc tạo cuộc khảo sát mới (F4).</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Tên của bạn</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Mật khẩu</translation>
    </message>
    <message>
        <source>Another file …</source>
        <translation>Tệp khác …</translation>
    </message>
    <message>
        <source>New survey …</source>
        <translation>Tạo mới …</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Đăng nhập</translation>
    </message>
    <message>
        <source>Change my password …</source>
        <translation>Đổi mật khẩu …</translation>
    </message>
    <message>
        <source>Restore with the recovery sheet …</source>
        <translation>Khôi phục bằng phiếu …</translation>
    </message>
    <message>
        <source>On a server …</source>
        <translation>Trên máy chủ …</translation>
    </message>
    <message>
        <source>Address of a survey on a server</source>
        <translation>Địa chỉ khảo sát trên máy chủ</translation>
    </message>
    <message>
        <source>Its administrator tells you the address. Enter takes it.</source>
        <translation>Địa chỉ do bên quản trị máy chủ cho biết. Nhấn Enter để nhận.</translation>
    </message>
    <message>
        <source>Surveys (*{suffix})</source>
        <translation>Cuộc khảo sát (*{suffix})</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Mọi tệp (*)</translation>
    </message>
</context>
<context>
    <name>SkipFields</name>
    <message>
        <source>Skips</source>
        <translation>Chuyển câu</translation>
    </message>
    <message>
        <source>One more skip</source>
        <translation>Thêm chuyển câu</translation>
    </message>
    <message>
        <source>Take away</source>
        <translation>Bỏ chuyển câu</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Trả lời</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>Chuyển đến</translation>
    </message>
    <message>
        <source>Skip {number}: {what}</source>
        <translation>Chuyển câu {number}: {what}</translation>
    </message>
    <message>
        <source>the end of the respondent&apos;s part</source>
        <translation>hết phần của người trả lời</translation>
    </message>
</context>
<context>
    <name>SpellingView</name>
    <message>
        <source>Differences of spelling alone</source>
        <translation>Chỗ chỉ khác cách viết</translation>
    </message>
    <message>
        <source>Ballot</source>
        <translation>Phiếu</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Câu</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Trái</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Phải</translation>
    </message>
    <message>
        <source>Is taken</source>
        <translation>Lấy</translation>
    </message>
    <message>
        <source>Equal</source>
        <translation>Như nhau</translation>
    </message>
    <message>
        <source>Enter on a line takes it out of the list, to be decided by the paper.</source>
        <translation>Enter trên một dòng: bỏ dòng đó ra, để chốt riêng theo phiếu giấy; Enter lần nữa: lấy lại.</translation>
    </message>
    <message>
        <source>Take as equal</source>
        <translation>Coi là như nhau</translation>
    </message>
    <message>
        <source>Looking for differences of spelling alone</source>
        <translation>Đang tìm các chỗ chỉ khác cách viết</translation>
    </message>
    <message>
        <source>No line is left to be taken as equal.</source>
        <translation>Không còn dòng nào để coi là như nhau.</translation>
    </message>
    <message>
        <source>Taking spellings as equal</source>
        <translation>Đang chốt các chỗ chỉ khác cách viết</translation>
    </message>
    <message numerus="yes">
        <source>%n difference(s) of spelling decided.</source>
        <translation>
            <numerusform>Đã chốt %n chỗ chỉ khác cách viết.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n place(s) differ only in spaces, capitals or the place of tone marks.</source>
        <translation>
            <numerusform>%n chỗ chỉ khác nhau về khoảng trắng, chữ hoa, vị trí dấu.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StationsView</name>
    <message>
        <source>Batches to hand out</source>
        <translation>Các lô giao cho trạm</translation>
    </message>
    <message>
        <source>codes of batches, a space between</source>
        <translation>mã các lô, cách nhau bằng dấu cách</translation>
    </message>
    <message>
        <source>First serial in stock to hand out</source>
        <translation>Số phiếu đầu, chưa thu về, đem giao</translation>
    </message>
    <message>
        <source>Last serial in stock to hand out</source>
        <translation>Số phiếu cuối, chưa thu về, đem giao</translation>
    </message>
    <message>
        <source>first serial</source>
        <translation>từ số</translation>
    </message>
    <message>
        <source>last serial</source>
        <translation>đến số</translation>
    </message>
    <message>
        <source>What is keyed there</source>
        <translation>Phần nhập ở trạm</translation>
    </message>
    <message>
        <source>both keyings</source>
        <translation>cả hai lần nhập</translation>
    </message>
    <message>
        <source>first keying only</source>
        <translation>chỉ nhập lần 1</translation>
    </message>
    <message>
        <source>second keying only</source>
        <translation>chỉ nhập lần 2</translation>
    </message>
    <message>
        <source>Where it goes</source>
        <translation>Nơi nhận</translation>
    </message>
    <message>
        <source>for instance the post office’s name</source>
        <translation>ví dụ tên bưu cục</translation>
    </message>
    <message>
        <source>Hand out …</source>
        <translation>Giao phiếu …</translation>
    </message>
    <message>
        <source>Merge a return …</source>
        <translation>Gộp tệp trả về …</translation>
    </message>
    <message>
        <source>Batches</source>
        <translation>Lô</translation>
    </message>
    <message>
        <source>Not back yet</source>
        <translation>Phiếu chưa thu</translation>
    </message>
    <message>
        <source>Keyed there</source>
        <translation>Nhập ở trạm</translation>
    </message>
    <message>
        <source>Stations</source>
        <translation>Các trạm</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Trạm</translation>
    </message>
    <message>
        <source>Where it went</source>
        <translation>Nơi nhận</translation>
    </message>
    <message>
        <source>Ballots</source>
        <translation>Số phiếu</translation>
    </message>
    <message>
        <source>Still there</source>
        <translation>Còn ở trạm</translation>
    </message>
    <message>
        <source>Handed out</source>
        <translation>Ngày giao</translation>
    </message>
    <message>
        <source>Last return</source>
        <translation>Lần trả gần nhất</translation>
    </message>
    <message>
        <source>Nothing is handed out yet. Type the batches or serials above; F5 makes the station&apos;s file.</source>
        <translation>Chưa giao phiếu cho trạm nào. Ghi mã lô hoặc số phiếu ở trên, rồi nhấn F5 để tạo tệp cho trạm.</translation>
    </message>
    <message>
        <source>Make its file again …</source>
        <translation>Tạo lại tệp giao …</translation>
    </message>
    <message>
        <source>Why it is taken back</source>
        <translation>Lý do thu hồi</translation>
    </message>
    <message>
        <source>why it does not come home, for example: the computer is lost</source>
        <translation>vì sao không nộp về được, ví dụ: máy tính bị mất</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Thu hồi</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>đã rút lại</translation>
    </message>
    <message>
        <source>Say which batches or which serials are handed out.</source>
        <translation>Hãy ghi lô hoặc số phiếu cần giao.</translation>
    </message>
    <message>
        <source>station</source>
        <translation>giao-tram</translation>
    </message>
    <message>
        <source>Save the hand-out</source>
        <translation>Lưu tệp giao cho trạm</translation>
    </message>
    <message>
        <source>Hand-outs (*.zip)</source>
        <translation>Tệp giao (*.zip)</translation>
    </message>
    <message>
        <source>Handing out</source>
        <translation>Đang giao phiếu</translation>
    </message>
    <message numerus="yes">
        <source>%n ballot(s) handed out; the office keys them no more until they come back.</source>
        <translation>
            <numerusform>Đã giao %n phiếu; văn phòng không nhập các phiếu này cho đến khi trạm trả về.</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a station in the table first.</source>
        <translation>Hãy chọn một trạm trong bảng trước.</translation>
    </message>
    <message>
        <source>Making the file again</source>
        <translation>Đang tạo lại tệp giao</translation>
    </message>
    <message>
        <source>The file of station {number} is made again, as it was.</source>
        <translation>Đã tạo lại tệp giao của trạm {number}, đúng như cũ.</translation>
    </message>
    <message>
        <source>Type the reason: it stays in the history.</source>
        <translation>Hãy ghi lý do; lý do được lưu trong lịch sử.</translation>
    </message>
    <message>
        <source>What station {number} still had is taken back: it is keyed here.</source>
        <translation>Đã thu hồi phần còn ở trạm {number}; phần này nhập tại đây.</translation>
    </message>
    <message>
        <source>Merge what stations bring back</source>
        <translation>Gộp tệp trạm trả về</translation>
    </message>
    <message>
        <source>Returns (*.zip *.sipas)</source>
        <translation>Tệp trả về (*.zip *.sipas)</translation>
    </message>
    <message>
        <source>Merging</source>
        <translation>Đang gộp</translation>
    </message>
    <message>
        <source>{new} facts are new, {known} were here already.</source>
        <translation>{new} sự kiện mới, {known} đã có từ trước.</translation>
    </message>
    <message numerus="yes">
        <source>%n ballot(s) are in conflict: see the tab “Conflicts”.</source>
        <translation>
            <numerusform>%n phiếu có xung đột: xem thẻ “Xung đột”.</numerusform>
        </translation>
    </message>
    <message>
        <source>A return was salvaged from a damaged file: check the survey to see what it lacks.</source>
        <translation>Có tệp trạm được cứu từ tệp hỏng: hãy kiểm tra khảo sát để biết còn thiếu gì.</translation>
    </message>
</context>
<context>
    <name>StepsView</name>
    <message>
        <source>What to do next</source>
        <translation>Việc cần làm tiếp</translation>
    </message>
    <message>
        <source>Nothing waits for you now.</source>
        <translation>Hiện không có việc nào chờ bạn.</translation>
    </message>
</context>
<context>
    <name>Strip</name>
    <message>
        <source>All questions of the ballot</source>
        <translation>Các câu của phiếu</translation>
    </message>
</context>
<context>
    <name>StyleFields</name>
    <message>
        <source>one side</source>
        <translation>in một mặt</translation>
    </message>
    <message>
        <source>both sides</source>
        <translation>in hai mặt</translation>
    </message>
    <message>
        <source>not folded</source>
        <translation>không gấp</translation>
    </message>
    <message>
        <source>C5 window envelope</source>
        <translation>phong bì C5</translation>
    </message>
    <message>
        <source>DL window envelope</source>
        <translation>phong bì DL</translation>
    </message>
    <message>
        <source>large print (14 points)</source>
        <translation>chữ to (cỡ 14)</translation>
    </message>
    <message>
        <source>room for punch holes</source>
        <translation>chừa lề đục lỗ</translation>
    </message>
    <message>
        <source>Paper</source>
        <translation>Khổ giấy</translation>
    </message>
    <message>
        <source>Sides</source>
        <translation>Số mặt in</translation>
    </message>
    <message>
        <source>Window envelope</source>
        <translation>Phong bì cửa sổ</translation>
    </message>
</context>
<context>
    <name>Table</name>
    <message>
        <source>Search (Ctrl+F)</source>
        <translation>Tìm, không cần gõ dấu (Ctrl+F)</translation>
    </message>
    <message>
        <source>Search in: {table}</source>
        <translation>Tìm trong: {table}</translation>
    </message>
</context>
<context>
    <name>TaskLine</name>
    <message>
        <source>Cancel</source>
        <translation>Dừng</translation>
    </message>
    <message>
        <source>Stopping …</source>
        <translation>Đang dừng …</translation>
    </message>
    <message>
        <source>{done} of {total}</source>
        <translation>{done} trên {total}</translation>
    </message>
    <message numerus="yes">
        <source>about %n second(s) left</source>
        <translation>
            <numerusform>còn khoảng %n giây</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s) left</source>
        <translation>
            <numerusform>còn khoảng %n phút</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TopicsPanel</name>
    <message>
        <source>Topics</source>
        <translation>Chủ đề</translation>
    </message>
    <message>
        <source>Topics of the chosen comment</source>
        <translation>Chủ đề của ý kiến đang chọn</translation>
    </message>
    <message>
        <source>Title of a new topic</source>
        <translation>Tên chủ đề mới</translation>
    </message>
    <message>
        <source>Title of a new topic, Enter</source>
        <translation>Tên chủ đề mới, Enter</translation>
    </message>
    <message>
        <source>New topic</source>
        <translation>Thêm chủ đề</translation>
    </message>
    <message numerus="yes">
        <source>%n comment(s) without a topic yet.</source>
        <translation>
            <numerusform>%n ý kiến chưa có chủ đề.</numerusform>
        </translation>
    </message>
    <message>
        <source>No topic yet: F5 adds the first. Then choose a comment and press its digit.</source>
        <translation>Chưa có chủ đề nào: F5 thêm chủ đề đầu tiên. Sau đó chọn ý kiến và gõ số của chủ đề.</translation>
    </message>
</context>
<context>
    <name>TotalsView</name>
    <message>
        <source>who sent the numbers, and when</source>
        <translation>ai gửi số liệu, khi nào</translation>
    </message>
    <message>
        <source>all waves</source>
        <translation>mọi đợt</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Nguồn</translation>
    </message>
    <message>
        <source>Provided by</source>
        <translation>Nơi cung cấp</translation>
    </message>
    <message>
        <source>Channel</source>
        <translation>Kênh</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Nhóm</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Đơn vị</translation>
    </message>
    <message>
        <source>Wave</source>
        <translation>Đợt</translation>
    </message>
    <message>
        <source>Answers in all</source>
        <translation>Tổng số phiếu</translation>
    </message>
    <message>
        <source>Answers of each question by level, as far as the source tells</source>
        <translation>Số phiếu của từng câu theo mức, nếu nguồn có cho biết</translation>
    </message>
    <message>
        <source>Enter the totals</source>
        <translation>Ghi số tổng</translation>
    </message>
    <message>
        <source>Correct the chosen ones</source>
        <translation>Sửa dòng đang chọn</translation>
    </message>
    <message>
        <source>Totals are in no index. They count towards a least number only where the plan says so. New numbers of the same source, group, unit and wave take the place of the earlier ones.</source>
        <translation>Số tổng không nằm trong chỉ số, chỉ tính vào số phiếu tối thiểu khi kế hoạch quy định. Số mới của cùng nguồn, nhóm, đơn vị và đợt thay cho số cũ.</translation>
    </message>
    <message>
        <source>Totals as they stand</source>
        <translation>Các số tổng hiện có</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Số phiếu</translation>
    </message>
    <message>
        <source>Counted</source>
        <translation>Được tính</translation>
    </message>
    <message>
        <source>all units</source>
        <translation>mọi đơn vị</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>có</translation>
    </message>
    <message>
        <source>no</source>
        <translation>không</translation>
    </message>
    <message>
        <source>Level {n}</source>
        <translation>Mức {n}</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Câu hỏi</translation>
    </message>
    <message>
        <source>Numbers are whole and have digits only.</source>
        <translation>Số phiếu phải là số nguyên, chỉ gồm chữ số.</translation>
    </message>
    <message>
        <source>Just that is entered already.</source>
        <translation>Số liệu này đã được ghi từ trước.</translation>
    </message>
    <message numerus="yes">
        <source>The totals are entered: %n answer(s).</source>
        <translation>
            <numerusform>Đã ghi số tổng: %n phiếu.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TransferPage</name>
    <message>
        <source>Open package …</source>
        <translation>Xem gói dữ liệu …</translation>
    </message>
    <message>
        <source>Save records …</source>
        <translation>Lưu bản ghi …</translation>
    </message>
    <message>
        <source>Save package …</source>
        <translation>Lưu gói dữ liệu …</translation>
    </message>
    <message>
        <source>Sending, stations, conflicts</source>
        <translation>Gửi dữ liệu, trạm, xung đột</translation>
    </message>
    <message>
        <source>Package</source>
        <translation>Gói dữ liệu</translation>
    </message>
    <message>
        <source>Stations without network</source>
        <translation>Trạm không có mạng</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Xung đột</translation>
    </message>
    <message>
        <source>Online answers</source>
        <translation>Phiếu trực tuyến</translation>
    </message>
    <message>
        <source>Online totals</source>
        <translation>Số tổng trực tuyến</translation>
    </message>
    <message>
        <source>Offices and packages</source>
        <translation>Đơn vị và gói dữ liệu</translation>
    </message>
    <message>
        <source>next view</source>
        <translation>thẻ sau</translation>
    </message>
    <message>
        <source>view before</source>
        <translation>thẻ trước</translation>
    </message>
    <message numerus="yes">
        <source>Conflicts (%n)</source>
        <translation>
            <numerusform>Xung đột (%n)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n settled ballot(s) can be sent.</source>
        <translation>
            <numerusform>Có %n phiếu đã chốt để gửi.</numerusform>
        </translation>
    </message>
    <message>
        <source>No ballot is settled yet: a package would hold no records.</source>
        <translation>Chưa có phiếu nào được chốt: gói dữ liệu sẽ không có bản ghi nào.</translation>
    </message>
    <message>
        <source>Save the package</source>
        <translation>Lưu gói dữ liệu</translation>
    </message>
    <message>
        <source>package-{plan}</source>
        <translation>goi-du-lieu-{plan}</translation>
    </message>
    <message>
        <source>Packages (*.zip)</source>
        <translation>Gói dữ liệu (*.zip)</translation>
    </message>
    <message>
        <source>Making the package</source>
        <translation>Đang lập gói dữ liệu</translation>
    </message>
    <message>
        <source>Excel workbooks (*.xlsx)</source>
        <translation>Bảng tính Excel (*.xlsx)</translation>
    </message>
    <message>
        <source>CSV files (*.csv)</source>
        <translation>Tệp CSV (*.csv)</translation>
    </message>
    <message>
        <source>Save the records</source>
        <translation>Lưu bản ghi</translation>
    </message>
    <message>
        <source>records-{plan}</source>
        <translation>ban-ghi-{plan}</translation>
    </message>
    <message>
        <source>SPSS files (*.sav)</source>
        <translation>Tệp SPSS (*.sav)</translation>
    </message>
    <message>
        <source>Writing the records</source>
        <translation>Đang ghi bản ghi</translation>
    </message>
    <message>
        <source>Save the records with serials</source>
        <translation>Lưu dữ liệu có số phiếu</translation>
    </message>
    <message>
        <source>records-with-serials-{plan}</source>
        <translation>du-lieu-co-so-phieu-{plan}</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) with serials saved; who allowed it stands in the history: {file}</source>
        <translation>
            <numerusform>Đã lưu %n bản ghi có số phiếu; người cho phép đã ghi vào lịch sử: {file}</numerusform>
        </translation>
    </message>
    <message>
        <source>Say first who allowed it, and what it is needed for.</source>
        <translation>Hãy ghi trước ai cho phép và để làm gì.</translation>
    </message>
    <message>
        <source>The package is saved: {file}</source>
        <translation>Đã lưu gói dữ liệu: {file}</translation>
    </message>
    <message numerus="yes">
        <source>%n record(s) saved: {file}</source>
        <translation>
            <numerusform>Đã lưu %n bản ghi: {file}</numerusform>
        </translation>
    </message>
    <message>
        <source>The codebook lies beside it.</source>
        <translation>Bảng giải thích mã nằm bên cạnh.</translation>
    </message>
    <message>
        <source>Look into a package</source>
        <translation>Xem một gói dữ liệu</translation>
    </message>
    <message>
        <source>Reading the package</source>
        <translation>Đang đọc gói dữ liệu</translation>
    </message>
</context>
<context>
    <name>UnitsTable</name>
    <message>
        <source>Units</source>
        <translation>Đơn vị</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>Mã</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Đơn vị</translation>
    </message>
    <message>
        <source>Settled ballots</source>
        <translation>Số phiếu đã chốt</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>Chỉ số</translation>
    </message>
    <message>
        <source>* fewer than {least} settled ballots, or needed so that those cannot be worked out: not shown, for single people&apos;s answers could be guessed.</source>
        <translation>* dưới {least} phiếu đã chốt, hoặc cần giấu để không tính ngược ra được: không hiện tỷ lệ, vì có thể đoán ra ý kiến của từng người.</translation>
    </message>
</context>
<context>
    <name>UnlinkPart</name>
    <message>
        <source>Destroy links …</source>
        <translation>Hủy liên kết …</translation>
    </message>
    <message>
        <source>Why the links are destroyed; without anybody’s name</source>
        <translation>Lý do hủy liên kết; không ghi tên ai</translation>
    </message>
    <message>
        <source>Type {number}</source>
        <translation>Gõ lại {number}</translation>
    </message>
    <message>
        <source>Wait for none of them any more</source>
        <translation>Không chờ những người này nữa</translation>
    </message>
    <message>
        <source>Destroy for good</source>
        <translation>Hủy hẳn</translation>
    </message>
    <message>
        <source>The links of {links} ballots with members were destroyed on {day} by {operator}.</source>
        <translation>Liên kết của {links} phiếu với người trong danh sách mẫu đã hủy ngày {day}, do {operator} thực hiện.</translation>
    </message>
    <message>
        <source>Certificate …</source>
        <translation>Biên bản hủy …</translation>
    </message>
    <message>
        <source>{links} ballots are linked to members.</source>
        <translation>{links} phiếu đang gắn với người trong danh sách mẫu.</translation>
    </message>
    <message>
        <source>phúc tra is not drawn</source>
        <translation>chưa chọn phiếu phúc tra</translation>
    </message>
    <message numerus="yes">
        <source>%Ln ballot(s) of phúc tra wait</source>
        <translation>
            <numerusform>%Ln phiếu phúc tra chưa có kết quả</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln reply(ies) are to be read</source>
        <translation>
            <numerusform>%Ln câu trả lời chưa ai đọc</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>the rules of phúc tra ask for %Ln thing(s)</source>
        <translation>
            <numerusform>còn %Ln việc theo quy tắc phúc tra</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln print run(s) were broken off</source>
        <translation>
            <numerusform>%Ln lượt in dở</numerusform>
        </translation>
    </message>
    <message>
        <source>They are needed: {why}.</source>
        <translation>Chưa hủy được: {why}.</translation>
    </message>
    <message>
        <source>Nothing of phúc tra needs them any more.</source>
        <translation>Phúc tra không cần đến liên kết nữa.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln ballot(s) are not back</source>
        <translation>
            <numerusform>%Ln phiếu chưa thu về</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln member(s) have no ballot</source>
        <translation>
            <numerusform>%Ln người chưa có phiếu</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln member(s) are to be replaced</source>
        <translation>
            <numerusform>%Ln người chờ thay</numerusform>
        </translation>
    </message>
    <message>
        <source>Fieldwork is not over: {why}.</source>
        <translation>Điều tra thực địa chưa xong: {why}.</translation>
    </message>
    <message>
        <source>Keep the links</source>
        <translation>Giữ liên kết</translation>
    </message>
    <message>
        <source>Checking the survey, then destroying the links</source>
        <translation>Đang kiểm tra khảo sát rồi hủy liên kết</translation>
    </message>
    <message>
        <source>Links of {links} ballots are destroyed.</source>
        <translation>Đã hủy liên kết của {links} phiếu.</translation>
    </message>
    <message numerus="yes">
        <source>%Ln backup(s) of before still hold them: make a new one, delete those.</source>
        <translation>
            <numerusform>%Ln bản sao lưu trước đó vẫn còn liên kết: tạo bản sao mới rồi xóa các bản đó.</numerusform>
        </translation>
    </message>
    <message>
        <source>Writing the certificate</source>
        <translation>Đang lập biên bản</translation>
    </message>
    <message>
        <source>The certificate is in {file}.</source>
        <translation>Biên bản nằm trong {file}.</translation>
    </message>
</context>
<context>
    <name>UnsentTable</name>
    <message>
        <source>Code</source>
        <translation>Mã</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Đơn vị</translation>
    </message>
    <message>
        <source>Units that have sent no list</source>
        <translation>Các đơn vị chưa gửi danh sách</translation>
    </message>
</context>
<context>
    <name>ValidityPanel</name>
    <message>
        <source>Set for the next ballot (F5)</source>
        <translation>Đặt cho phiếu kế tiếp (F5)</translation>
    </message>
    <message>
        <source>Set for the next ballot</source>
        <translation>Đặt cho phiếu kế tiếp</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>Choose a survey first: a recent one, or a file (F3).</source>
        <translation>Hãy chọn cuộc khảo sát trước: một cuộc đã mở gần đây, hoặc một tệp (F3).</translation>
    </message>
    <message>
        <source>Type the PIN of your badge.</source>
        <translation>Gõ mã PIN của thẻ.</translation>
    </message>
    <message>
        <source>Type your name and your password.</source>
        <translation>Hãy nhập tên và mật khẩu.</translation>
    </message>
    <message>
        <source>recovery sheet</source>
        <translation>phiếu khôi phục</translation>
    </message>
    <message>
        <source>Recovery sheet</source>
        <translation>Phiếu khôi phục</translation>
    </message>
    <message>
        <source>With the printed recovery sheet nothing is lost: go back, and choose it there.</source>
        <translation>Nếu có phiếu khôi phục đã in thì không mất gì: hãy quay lại và chọn ở đó.</translation>
    </message>
</context>
<context>
    <name>WorkBar</name>
    <message>
        <source>Draw lists …</source>
        <translation>Chọn mẫu …</translation>
    </message>
    <message>
        <source>Minutes …</source>
        <translation>Biên bản …</translation>
    </message>
    <message>
        <source>Templates …</source>
        <translation>Mẫu danh sách …</translation>
    </message>
    <message>
        <source>Read a folder …</source>
        <translation>Đọc thư mục …</translation>
    </message>
</context>
<context>
    <name>_Count</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n dòng</numerusform>
        </translation>
    </message>
    <message>
        <source>{shown} of {total}</source>
        <translation>{shown} trên {total}</translation>
    </message>
</context>
<context>
    <name>answers</name>
    <message>
        <source>left blank</source>
        <translation>bỏ trống</translation>
    </message>
    <message>
        <source>over-marked</source>
        <translation>đánh nhiều ô</translation>
    </message>
    <message>
        <source>illegible</source>
        <translation>không đọc được</translation>
    </message>
    <message>
        <source>Question {question} is skipped by the answer to question {by}. Change that one if it is wrong.</source>
        <translation>Câu {question} được bỏ qua theo câu trả lời ở câu {by}; nếu câu ấy nhập nhầm thì sửa câu ấy.</translation>
    </message>
    <message>
        <source>not yet keyed</source>
        <translation>chưa nhập</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>bỏ qua</translation>
    </message>
</context>
<context>
    <name>calendar</name>
    <message>
        <source>done</source>
        <translation>đã xong</translation>
    </message>
    <message>
        <source>done on {day}</source>
        <translation>xong {day}</translation>
    </message>
    <message>
        <source>done on {day}, late by %n day(s)</source>
        <translation>xong {day}, chậm %n ngày</translation>
    </message>
    <message>
        <source>late by %n day(s)</source>
        <translation>quá hạn %n ngày</translation>
    </message>
    <message>
        <source>past</source>
        <translation>đã qua ngày</translation>
    </message>
    <message>
        <source>no day set</source>
        <translation>không nêu ngày</translation>
    </message>
    <message>
        <source>today is the last day</source>
        <translation>hôm nay là hạn cuối</translation>
    </message>
    <message>
        <source>next: %n day(s) left</source>
        <translation>sắp đến: còn %n ngày</translation>
    </message>
    <message>
        <source>%n day(s) left</source>
        <translation>còn %n ngày</translation>
    </message>
    <message>
        <source>{owner}, with {support}</source>
        <translation>{owner}, phối hợp: {support}</translation>
    </message>
</context>
<context>
    <name>cleaning</name>
    <message>
        <source>almost the same answers</source>
        <translation>trả lời gần như giống nhau</translation>
    </message>
    <message>
        <source>one level throughout</source>
        <translation>một mức cho mọi câu</translation>
    </message>
    <message>
        <source>back very soon</source>
        <translation>thu về rất nhanh</translation>
    </message>
    <message>
        <source>hardly a question left open</source>
        <translation>hầu như không bỏ trống câu nào</translation>
    </message>
    <message>
        <source>all near the unit’s mean</source>
        <translation>đều sát mức trung bình của đơn vị</translation>
    </message>
    <message>
        <source>answers that do not go together</source>
        <translation>các câu trả lời rời rạc</translation>
    </message>
    <message>
        <source>perhaps a family that filled in its ballots together</source>
        <translation>có thể một gia đình điền phiếu cùng nhau</translation>
    </message>
    <message>
        <source>perhaps satisfied or hurried people</source>
        <translation>có thể người trả lời hài lòng thật, hoặc vội</translation>
    </message>
    <message>
        <source>perhaps a desk where people wait, or both scans made afterwards</source>
        <translation>có thể phát và thu ngay tại bàn, hoặc quét cả hai lần sau đó</translation>
    </message>
    <message>
        <source>perhaps an interviewer who explains well</source>
        <translation>có thể điều tra viên giải thích kỹ</translation>
    </message>
    <message>
        <source>perhaps streets of like people, or another one’s ballots far away</source>
        <translation>có thể địa bàn nhiều người giống nhau, hoặc phiếu của người khác lệch nhiều</translation>
    </message>
    <message>
        <source>perhaps people who judge each question by itself</source>
        <translation>có thể người trả lời xét riêng từng câu</translation>
    </message>
    <message>
        <source>{who}: {told} (p = {p}). No verdict: {innocent}.</source>
        <translation>{who}: {told} (p = {p}). Chưa phải kết luận: {innocent}.</translation>
    </message>
    <message>
        <source>These ballots have the {what}. No verdict: one company has several dossiers, two people one name.</source>
        <translation>Các phiếu này {what}. Chưa phải kết luận: một công ty có thể có nhiều hồ sơ, hai người có thể trùng tên.</translation>
    </message>
    <message>
        <source>Nothing could be compared: two who are known must have brought ballots of one unit.</source>
        <translation>Không so sánh được phiếu nào: phải biết ai thu phiếu, và một đơn vị phải có hai người thu trở lên.</translation>
    </message>
</context>
<context>
    <name>conflicts</name>
    <message>
        <source>received</source>
        <translation>thu phiếu</translation>
    </message>
    <message>
        <source>keying {number}</source>
        <translation>nhập lần {number}</translation>
    </message>
    <message>
        <source>decision on {question}</source>
        <translation>chốt câu {question}</translation>
    </message>
</context>
<context>
    <name>divided</name>
    <message>
        <source>(not said)</source>
        <translation>(không ghi)</translation>
    </message>
    <message>
        <source>(blank)</source>
        <translation>(bỏ trống)</translation>
    </message>
    <message>
        <source>(no opinion)</source>
        <translation>(không có ý kiến)</translation>
    </message>
    <message>
        <source>(over-marked)</source>
        <translation>(đánh dấu thừa)</translation>
    </message>
    <message>
        <source>(illegible)</source>
        <translation>(không đọc được)</translation>
    </message>
    <message>
        <source>(skipped)</source>
        <translation>(không phải trả lời)</translation>
    </message>
    <message>
        <source>(in words)</source>
        <translation>(viết bằng lời)</translation>
    </message>
</context>
<context>
    <name>handovers</name>
    <message>
        <source>to who hands out</source>
        <translation>cho bên phát phiếu</translation>
    </message>
    <message>
        <source>to the office</source>
        <translation>về văn phòng</translation>
    </message>
    <message>
        <source>out</source>
        <translation>giao đi</translation>
    </message>
    <message>
        <source>back</source>
        <translation>nộp về</translation>
    </message>
    <message>
        <source>Given</source>
        <translation>Bên giao</translation>
    </message>
    <message>
        <source>Taken</source>
        <translation>Bên nhận</translation>
    </message>
    <message>
        <source>open</source>
        <translation>chưa chốt</translation>
    </message>
    <message>
        <source>closed {day}</source>
        <translation>chốt {day}</translation>
    </message>
    <message>
        <source>late by %n day(s)</source>
        <translation>trễ %n ngày</translation>
    </message>
    <message>
        <source>No. {number}</source>
        <translation>Số {number}</translation>
    </message>
    <message>
        <source>last day {day}</source>
        <translation>hạn {day}</translation>
    </message>
    <message>
        <source>given {given} · taken {taken} · missing {missing} · extra {extra}</source>
        <translation>giao {given} · nhận {taken} · thiếu {missing} · thừa {extra}</translation>
    </message>
</context>
<context>
    <name>history</name>
    <message>
        <source>(written words)</source>
        <translation>(lời viết)</translation>
    </message>
    <message>
        <source>Question {number}</source>
        <translation>Câu {number}</translation>
    </message>
    <message>
        <source>Batch {batch}</source>
        <translation>Lô {batch}</translation>
    </message>
    <message>
        <source>version {version}</source>
        <translation>phiên bản {version}</translation>
    </message>
    <message>
        <source>keying {number}</source>
        <translation>lần {number}</translation>
    </message>
</context>
<context>
    <name>index</name>
    <message>
        <source>Overall question</source>
        <translation>Câu đánh giá chung</translation>
    </message>
    <message>
        <source>All answers pooled</source>
        <translation>Gộp mọi lượt trả lời</translation>
    </message>
    <message>
        <source>Mean of the criteria</source>
        <translation>Trung bình các tiêu chí</translation>
    </message>
    <message>
        <source>Weighted factors</source>
        <translation>Yếu tố có trọng số</translation>
    </message>
    <message>
        <source>Mean level</source>
        <translation>Điểm trung bình</translation>
    </message>
    <message>
        <source>Fully satisfied ballots</source>
        <translation>Phiếu hoàn toàn hài lòng</translation>
    </message>
    <message>
        <source>Ballots with a satisfied level on the overall question, of all ballots with a level on it.</source>
        <translation>Số phiếu chọn mức hài lòng ở câu đánh giá chung, trên số phiếu có chọn một mức ở câu này.</translation>
    </message>
    <message>
        <source>Answers at a satisfied level, of all answers to the criteria (the overall question left out).</source>
        <translation>Số lượt trả lời ở mức hài lòng, trên tổng số lượt trả lời các tiêu chí (không kể câu đánh giá chung).</translation>
    </message>
    <message>
        <source>Mean of the criteria&apos;s satisfied shares, each criterion alike (the overall question left out).</source>
        <translation>Trung bình cộng tỷ lệ hài lòng của các tiêu chí, tiêu chí nào cũng như nhau (không kể câu đánh giá chung).</translation>
    </message>
    <message>
        <source>Mean of the factors&apos; satisfied shares, each with the weight that the plan gives it.</source>
        <translation>Trung bình tỷ lệ hài lòng của các yếu tố, theo trọng số mà kế hoạch quy định.</translation>
    </message>
    <message>
        <source>Mean of the criteria&apos;s mean levels, each in per cent of its highest level.</source>
        <translation>Trung bình điểm của các tiêu chí, mỗi tiêu chí tính theo phần trăm của mức cao nhất.</translation>
    </message>
    <message>
        <source>Ballots whose every rated answer is at a satisfied level, of all ballots with a rated answer.</source>
        <translation>Số phiếu mà mọi câu được đánh giá đều ở mức hài lòng, trên số phiếu có đánh giá ít nhất một câu.</translation>
    </message>
    <message>
        <source>No answer yet to compute it from.</source>
        <translation>Chưa có câu trả lời nào để tính.</translation>
    </message>
    <message>
        <source>sum of the criteria&apos;s shares : number of criteria = {index}</source>
        <translation>tổng tỷ lệ hài lòng của các tiêu chí : số tiêu chí = {index}</translation>
    </message>
    <message>
        <source>sum of (weight × factor&apos;s share) : sum of weights = {index}</source>
        <translation>tổng (trọng số × tỷ lệ của yếu tố) : tổng trọng số = {index}</translation>
    </message>
    <message>
        <source>sum of (mean level : highest level × 100) : number of criteria = {index}</source>
        <translation>tổng (điểm trung bình : mức cao nhất × 100) : số tiêu chí = {index}</translation>
    </message>
    <message>
        <source>No confidence interval: this index is not a share of ballots.</source>
        <translation>Không nêu khoảng tin cậy: chỉ số này không phải tỷ lệ của số phiếu.</translation>
    </message>
    <message>
        <source>95% confidence interval (Wilson): from {low} to {high}</source>
        <translation>Khoảng tin cậy 95% (Wilson): từ {low} đến {high}</translation>
    </message>
    <message>
        <source>The plan&apos;s target of {target} is reached.</source>
        <translation>Đạt mục tiêu {target} của kế hoạch.</translation>
    </message>
    <message>
        <source>The plan&apos;s target of {target} is not reached yet.</source>
        <translation>Chưa đạt mục tiêu {target} của kế hoạch.</translation>
    </message>
    <message>
        <source>{returned} returned, {valid} of them valid, {settled} settled and counted here.</source>
        <translation>Thu về {returned} phiếu, trong đó {valid} phiếu hợp lệ, {settled} phiếu đã chốt và được tính ở đây.</translation>
    </message>
    <message>
        <source>%n settled ballot(s) were keyed once under the plan.</source>
        <translation>Trong số phiếu đã chốt có %n phiếu chỉ nhập một lần theo kế hoạch.</translation>
    </message>
    <message>
        <source>Left out: {reasons}.</source>
        <translation>Không tính: {reasons}.</translation>
    </message>
    <message>
        <source>%n valid ballot(s) still to be settled.</source>
        <translation>Còn %n phiếu hợp lệ chưa chốt.</translation>
    </message>
    <message>
        <source>So few ballots show what single people answered: not for publishing.</source>
        <translation>Số phiếu ít đến mức lộ ra ý kiến của từng người: không công bố.</translation>
    </message>
</context>
<context>
    <name>legend</name>
    <message>
        <source>blank</source>
        <translation>bỏ trống</translation>
    </message>
    <message>
        <source>over-marked</source>
        <translation>đánh nhiều ô</translation>
    </message>
    <message>
        <source>illegible</source>
        <translation>không đọc được</translation>
    </message>
    <message>
        <source>back</source>
        <translation>câu trước</translation>
    </message>
    <message>
        <source>forward</source>
        <translation>câu sau</translation>
    </message>
    <message>
        <source>go to question</source>
        <translation>tới câu</translation>
    </message>
    <message>
        <source>undo</source>
        <translation>lấy lại phím vừa gõ</translation>
    </message>
    <message>
        <source>unit and procedure as before</source>
        <translation>thủ tục, đơn vị như phiếu trước</translation>
    </message>
    <message>
        <source>take, complete</source>
        <translation>nhận, xong phiếu</translation>
    </message>
    <message>
        <source>leave open</source>
        <translation>để dở</translation>
    </message>
</context>
<context>
    <name>operators</name>
    <message>
        <source>An error is a field in which the adjudicator decided otherwise. In brackets: the 95 % interval; figures whose intervals overlap need not differ.</source>
        <translation>Trường nhập sai là trường mà người chốt đối chiếu quyết định khác với giá trị đã nhập. Trong ngoặc là khoảng tin cậy 95%; hai số có khoảng chồng lên nhau thì chưa chắc đã khác nhau.</translation>
    </message>
</context>
<context>
    <name>passes</name>
    <message>
        <source>first keying</source>
        <translation>lần 1</translation>
    </message>
    <message>
        <source>second keying</source>
        <translation>lần 2</translation>
    </message>
    <message>
        <source>keying again</source>
        <translation>nhập lại chỗ khác nhau</translation>
    </message>
    <message>
        <source>Go to second keying</source>
        <translation>Sang nhập lần 2</translation>
    </message>
    <message>
        <source>Go to first keying</source>
        <translation>Sang nhập lần 1</translation>
    </message>
    <message>
        <source>Key what differs again (%n)</source>
        <translation>Nhập lại chỗ khác nhau (%n)</translation>
    </message>
</context>
<context>
    <name>place</name>
    <message>
        <source>Batch {batch}</source>
        <translation>Lô {batch}</translation>
    </message>
    <message>
        <source>Batch {batch} · ballot {position} of the bundle</source>
        <translation>Lô {batch} · phiếu thứ {position}</translation>
    </message>
</context>
<context>
    <name>places</name>
    <message>
        <source>Overview</source>
        <translation>Tổng quan</translation>
    </message>
    <message>
        <source>Plan and ballot forms</source>
        <translation>Kế hoạch và mẫu phiếu</translation>
    </message>
    <message>
        <source>Sample list</source>
        <translation>Danh sách mẫu</translation>
    </message>
    <message>
        <source>Print ballots</source>
        <translation>In phiếu</translation>
    </message>
    <message>
        <source>Fieldwork, hand-overs</source>
        <translation>Phát phiếu, giao nhận</translation>
    </message>
    <message>
        <source>Receive ballots</source>
        <translation>Thu phiếu</translation>
    </message>
    <message>
        <source>Recheck, cleaning</source>
        <translation>Phúc tra, làm sạch</translation>
    </message>
    <message>
        <source>Key ballots</source>
        <translation>Nhập phiếu</translation>
    </message>
    <message>
        <source>Settle differences</source>
        <translation>Đối chiếu</translation>
    </message>
    <message>
        <source>Keyers</source>
        <translation>Người nhập liệu</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Kết quả</translation>
    </message>
    <message>
        <source>Send and merge data</source>
        <translation>Chuyển và gộp dữ liệu</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Lịch sử</translation>
    </message>
    <message>
        <source>Administration</source>
        <translation>Quản trị</translation>
    </message>
</context>
<context>
    <name>plan</name>
    <message>
        <source>Linked: each ballot belongs to one person of the sample list, so returns can be followed up.</source>
        <translation>Gắn với người: mỗi phiếu thuộc về một người trong danh sách mẫu, theo dõi được ai đã trả lời.</translation>
    </message>
    <message>
        <source>Numbered: each ballot has its number but is given to nobody in particular.</source>
        <translation>Có số: mỗi phiếu có số riêng nhưng không phát cho riêng ai.</translation>
    </message>
    <message>
        <source>Anonymous: a ballot box. Numbers serve counting only; nobody can know who had which ballot.</source>
        <translation>Không ghi danh: bỏ vào hòm phiếu. Số phiếu chỉ để đếm; không ai biết phiếu nào của ai.</translation>
    </message>
    <message>
        <source>Per {what}: {basis}</source>
        <translation>Theo từng {what}: {basis}</translation>
    </message>
    <message>
        <source>Only for {whom}</source>
        <translation>Chỉ áp dụng cho {whom}</translation>
    </message>
    <message>
        <source>from {start} to {end}</source>
        <translation>từ {start} đến {end}</translation>
    </message>
    <message>
        <source>Survey</source>
        <translation>Cuộc khảo sát</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Chủ trì</translation>
    </message>
    <message>
        <source>Fieldwork</source>
        <translation>Thời gian điều tra</translation>
    </message>
    <message>
        <source>Waves</source>
        <translation>Các đợt</translation>
    </message>
    <message>
        <source>{channel} (paper)</source>
        <translation>{channel} (phiếu giấy)</translation>
    </message>
    <message>
        <source>{channel} (online)</source>
        <translation>{channel} (trực tuyến)</translation>
    </message>
    <message>
        <source>Who is asked</source>
        <translation>Đối tượng</translation>
    </message>
    <message>
        <source>Ballots</source>
        <translation>Phiếu</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Kênh</translation>
    </message>
    <message>
        <source>Index</source>
        <translation>Chỉ số</translation>
    </message>
    <message>
        <source>{percent} % satisfied</source>
        <translation>{percent}% hài lòng</translation>
    </message>
    <message>
        <source>{percent} % satisfied by {year}</source>
        <translation>{percent}% hài lòng đến năm {year}</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Chỉ tiêu</translation>
    </message>
    <message>
        <source>Keying</source>
        <translation>Nhập phiếu</translation>
    </message>
    <message>
        <source>Recheck</source>
        <translation>Phúc tra</translation>
    </message>
    <message>
        <source>Who does what</source>
        <translation>Phân công</translation>
    </message>
    <message>
        <source>Agencies asked</source>
        <translation>Cơ quan được hỏi</translation>
    </message>
    <message>
        <source>Sectors</source>
        <translation>Lĩnh vực</translation>
    </message>
    <message>
        <source>Not counted are</source>
        <translation>Không tính</translation>
    </message>
    <message>
        <source>Reports</source>
        <translation>Báo cáo</translation>
    </message>
    <message>
        <source>the office</source>
        <translation>cơ quan chủ trì</translation>
    </message>
    <message>
        <source>the post</source>
        <translation>bưu điện</translation>
    </message>
    <message>
        <source>Online answers only: nothing is keyed.</source>
        <translation>Chỉ có câu trả lời trực tuyến: không nhập phiếu.</translation>
    </message>
    <message>
        <source>By {keyers}, adjudicated by {adjudicators}; every paper ballot is keyed twice, by two people.</source>
        <translation>Nơi nhập: {keyers}; nơi chốt đối chiếu: {adjudicators}; mọi phiếu giấy do hai người nhập hai lần.</translation>
    </message>
    <message>
        <source>By {keyers}, adjudicated by {adjudicators}. Of each operator&apos;s ballots one in {one_in} is drawn and keyed twice, by two people. All of hers are until {learn} of them are judged, and while the upper 95% bound of her errors is above {limit} in 1,000 fields.</source>
        <translation>Do {keyers} nhập, {adjudicators} chốt đối chiếu. Trong số phiếu của mỗi người nhập, cứ {one_in} phiếu thì chọn ngẫu nhiên một phiếu để hai người nhập. Mọi phiếu của người đó được nhập hai lần cho đến khi {learn} phiếu đã nhập hai lần và chốt, và khi cận trên 95% của tỷ lệ lỗi vượt {limit} trên 1.000 trường dữ liệu.</translation>
    </message>
    <message>
        <source>Every ballot is keyed twice of: {forms}.</source>
        <translation>Mẫu phiếu nhập hai lần toàn bộ: {forms}.</translation>
    </message>
    <message>
        <source>None.</source>
        <translation>Không có.</translation>
    </message>
    <message>
        <source>By text message</source>
        <translation>Qua tin nhắn SMS</translation>
    </message>
    <message>
        <source>By telephone</source>
        <translation>Qua điện thoại</translation>
    </message>
    <message>
        <source>By a visit</source>
        <translation>Gặp trực tiếp</translation>
    </message>
    <message>
        <source>{channel}; the plan states no share.</source>
        <translation>{channel}; kế hoạch không nêu tỷ lệ.</translation>
    </message>
    <message>
        <source>{channel}, {percent} % of the returned ballots.</source>
        <translation>{channel}, {percent}% số phiếu thu về.</translation>
    </message>
    <message>
        <source>Runs the survey</source>
        <translation>Chủ trì</translation>
    </message>
    <message>
        <source>Hands out and collects</source>
        <translation>Phát, thu phiếu</translation>
    </message>
    <message>
        <source>Interviewers</source>
        <translation>Điều tra viên</translation>
    </message>
    <message>
        <source>Keyers</source>
        <translation>Nhập phiếu</translation>
    </message>
    <message>
        <source>Adjudicators</source>
        <translation>Chốt đối chiếu</translation>
    </message>
    <message>
        <source>Observes</source>
        <translation>Giám sát</translation>
    </message>
    <message>
        <source>The level above</source>
        <translation>Cấp trên</translation>
    </message>
    <message>
        <source>Takes part</source>
        <translation>Phối hợp</translation>
    </message>
    <message>
        <source>ballots up to {day}</source>
        <translation>phiếu nhận đến hết ngày {day}</translation>
    </message>
    <message>
        <source>a section of another report</source>
        <translation>lồng ghép vào báo cáo khác</translation>
    </message>
    <message>
        <source>How the plan was read</source>
        <translation>Cách hiểu kế hoạch</translation>
    </message>
    <message>
        <source>Legal basis</source>
        <translation>Căn cứ</translation>
    </message>
    <message>
        <source>Purpose</source>
        <translation>Mục đích</translation>
    </message>
    <message>
        <source>rated</source>
        <translation>đánh giá theo mức</translation>
    </message>
    <message>
        <source>one choice</source>
        <translation>chọn một</translation>
    </message>
    <message>
        <source>several choices</source>
        <translation>chọn nhiều</translation>
    </message>
    <message>
        <source>yes or no</source>
        <translation>có hoặc không</translation>
    </message>
    <message>
        <source>number</source>
        <translation>số</translation>
    </message>
    <message>
        <source>per cent</source>
        <translation>phần trăm</translation>
    </message>
    <message>
        <source>short text</source>
        <translation>chữ ngắn</translation>
    </message>
    <message>
        <source>text</source>
        <translation>chữ</translation>
    </message>
    <message>
        <source>date</source>
        <translation>ngày</translation>
    </message>
    <message>
        <source>unit</source>
        <translation>đơn vị</translation>
    </message>
    <message>
        <source>procedure</source>
        <translation>thủ tục</translation>
    </message>
    <message>
        <source>dossier code</source>
        <translation>mã hồ sơ</translation>
    </message>
</context>
<context>
    <name>recheck</name>
    <message>
        <source>Confirmed</source>
        <translation>Xác nhận</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Không xác nhận</translation>
    </message>
    <message>
        <source>Refused to say</source>
        <translation>Từ chối trả lời</translation>
    </message>
    <message>
        <source>Not reached</source>
        <translation>Không liên lạc được</translation>
    </message>
    <message>
        <source>Unclear</source>
        <translation>Chưa rõ</translation>
    </message>
    <message>
        <source>Flagged: {names}: more failed than mistakes explain (false alarms: {alarms} of 100 surveys at most).</source>
        <translation>Cần xem lại: {names}: không xác nhận nhiều hơn mức nhầm lẫn (báo nhầm: nhiều nhất {alarms} trong 100 cuộc khảo sát).</translation>
    </message>
    <message>
        <source>{count} failed ballots are to be void</source>
        <translation>loại {count} phiếu không xác nhận</translation>
    </message>
    <message>
        <source>{count} members are to be replaced</source>
        <translation>thay {count} người trong danh sách</translation>
    </message>
    <message>
        <source>all ballots of {names} are to be rechecked</source>
        <translation>phúc tra mọi phiếu của {names}</translation>
    </message>
    <message>
        <source>more is to be asked: {names}</source>
        <translation>cần hỏi thêm {names}</translation>
    </message>
    <message>
        <source>Once no more replies come in, call (Shift+F4): {names}.</source>
        <translation>Khi không còn ai nhắn trả lời, gọi điện (Shift+F4): {names}.</translation>
    </message>
    <message>
        <source>{count} of {interviewer}</source>
        <translation>{count} phiếu của {interviewer}</translation>
    </message>
    <message>
        <source>Void now: {count}.</source>
        <translation>Đã loại {count} phiếu.</translation>
    </message>
    <message>
        <source>Drawn now: {count}; F4 lists whom to ask.</source>
        <translation>Đã chọn thêm {count} phiếu; F4 lập danh sách người cần hỏi.</translation>
    </message>
    <message>
        <source>no. {by} for no. {number}</source>
        <translation>số {by} thay số {number}</translation>
    </message>
    <message>
        <source>By the plan&apos;s rules (F7): {what}.</source>
        <translation>Theo quy định của kế hoạch (F7): {what}.</translation>
    </message>
    <message>
        <source>Members replaced: {pairs}. Their ballots are to be printed (Ctrl+4).</source>
        <translation>Đã thay người: {pairs}. Cần in phiếu cho người thay (Ctrl+4).</translation>
    </message>
    <message>
        <source>Not done: {what}.</source>
        <translation>Chưa làm được: {what}.</translation>
    </message>
    <message>
        <source>Somebody of another part comes on the page of the sample list (Ctrl+3, then F12).</source>
        <translation>Muốn lấy người của phần khác thay, làm ở trang danh sách mẫu (Ctrl+3, rồi F12).</translation>
    </message>
    <message>
        <source>There was nothing left to do.</source>
        <translation>Không còn gì phải làm.</translation>
    </message>
    <message>
        <source>{people} people are on the list.</source>
        <translation>Danh sách có {people} người.</translation>
    </message>
    <message>
        <source>{people} people are on the list; {segments} segments, {longest} at most for one.</source>
        <translation>Danh sách có {people} người; {segments} đoạn tin, nhiều nhất {longest} đoạn cho một tin.</translation>
    </message>
    <message>
        <source>{taken} replies taken, {already} known before.</source>
        <translation>Đã ghi {taken} kết quả, {already} đã có từ trước.</translation>
    </message>
    <message>
        <source>Nos. {numbers} reply otherwise than what is on record, which stands.</source>
        <translation>Số {numbers} trả lời khác kết quả đã ghi; kết quả đã ghi được giữ.</translation>
    </message>
    <message>
        <source>{rows} rows are left out; row {row}: {why}</source>
        <translation>{rows} dòng bị bỏ qua; dòng {row}: {why}</translation>
    </message>
</context>
<context>
    <name>roles</name>
    <message>
        <source>Keyer</source>
        <translation>Nhân viên nhập liệu</translation>
    </message>
    <message>
        <source>Adjudicator</source>
        <translation>Người chốt đối chiếu</translation>
    </message>
    <message>
        <source>Office</source>
        <translation>Cơ quan chủ trì</translation>
    </message>
    <message>
        <source>Observer</source>
        <translation>Người giám sát</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>Quản trị viên</translation>
    </message>
    <message>
        <source>Issues, receives and keys ballots; sees neither figures nor what differs.</source>
        <translation>Phát, thu và nhập phiếu; không thấy số liệu, không thấy chỗ khác nhau.</translation>
    </message>
    <message>
        <source>Settles differences on ballots that she did not key, receives, closes batches, sees the figures.</source>
        <translation>Chốt chỗ khác nhau trên phiếu mình không nhập, thu phiếu, đóng lô, xem số liệu.</translation>
    </message>
    <message>
        <source>Catalogues, sample list, printing, receiving, figures, report and package; keys nothing.</source>
        <translation>Danh mục, danh sách mẫu, in phiếu, thu phiếu, số liệu, báo cáo, gói dữ liệu; không nhập phiếu.</translation>
    </message>
    <message>
        <source>Sees where things stand and the figures, changes nothing.</source>
        <translation>Xem tình hình và số liệu, không thay đổi gì.</translation>
    </message>
    <message>
        <source>All that the office may do, and operators, roles, the survey&apos;s check.</source>
        <translation>Mọi việc của cơ quan chủ trì, thêm người thao tác, vai trò và kiểm tra cuộc khảo sát.</translation>
    </message>
</context>
<context>
    <name>stages</name>
    <message>
        <source>received</source>
        <translation>đã thu</translation>
    </message>
    <message>
        <source>assigned</source>
        <translation>đã giao</translation>
    </message>
    <message>
        <source>keyed once</source>
        <translation>xong lần 1</translation>
    </message>
    <message>
        <source>keyed twice</source>
        <translation>xong lần 2</translation>
    </message>
    <message>
        <source>compared</source>
        <translation>đã đối chiếu</translation>
    </message>
    <message>
        <source>settled</source>
        <translation>đã chốt</translation>
    </message>
    <message>
        <source>closed</source>
        <translation>đã đóng</translation>
    </message>
</context>
<context>
    <name>standing</name>
    <message>
        <source>not keyed, though the rest of its batch is</source>
        <translation>chưa nhập trong khi cả lô đã xong</translation>
    </message>
    <message>
        <source>keyed once only</source>
        <translation>mới nhập một lần</translation>
    </message>
    <message>
        <source>half keyed</source>
        <translation>nhập dở</translation>
    </message>
    <message>
        <source>differing for a week</source>
        <translation>còn khác nhau đã một tuần</translation>
    </message>
    <message>
        <source>missing from the bundle</source>
        <translation>thiếu trong tập phiếu</translation>
    </message>
    <message>
        <source>in the bundle, but not of the batch</source>
        <translation>có trong tập nhưng không thuộc lô</translation>
    </message>
    <message>
        <source>issued and not back</source>
        <translation>đã phát, chưa thu về</translation>
    </message>
</context>
<context>
    <name>steps</name>
    <message>
        <source>Add operators: two keyers and an adjudicator are needed.</source>
        <translation>Thêm người thao tác: cần hai nhân viên nhập liệu và một người chốt đối chiếu.</translation>
    </message>
    <message>
        <source>The list of units is empty: import it.</source>
        <translation>Danh mục đơn vị còn trống: hãy nhập danh mục.</translation>
    </message>
    <message>
        <source>The sample list is empty: import it.</source>
        <translation>Danh sách mẫu còn trống: hãy nhập danh sách.</translation>
    </message>
    <message>
        <source>No interviewer is listed yet: take in the post’s list, then assign the members.</source>
        <translation>Chưa có điều tra viên: nạp danh sách của bưu điện rồi phân công người trong danh sách mẫu.</translation>
    </message>
    <message>
        <source>Nothing is printed yet: print the ballots.</source>
        <translation>Chưa in phiếu nào: hãy in phiếu.</translation>
    </message>
    <message>
        <source>Go on with %n ballot(s) that you began.</source>
        <translation>Bạn còn %n phiếu nhập dở: hãy nhập tiếp.</translation>
    </message>
    <message>
        <source>%n ballot(s) wait for your second keying.</source>
        <translation>%n phiếu chờ bạn nhập lần 2.</translation>
    </message>
    <message>
        <source>%n ballot(s) wait to be keyed again: F11 there.</source>
        <translation>%n phiếu chờ nhập lại chỗ khác nhau: nhấn F11 ở trang đó.</translation>
    </message>
    <message>
        <source>%n ballot(s) wait for the first keying.</source>
        <translation>%n phiếu chờ nhập lần 1.</translation>
    </message>
    <message>
        <source>%n ballot(s) wait for the adjudicator.</source>
        <translation>%n phiếu chờ chốt đối chiếu.</translation>
    </message>
    <message>
        <source>%n ballot(s) lie here: hand them over, issue them.</source>
        <translation>%n phiếu còn ở đây: giao cho bưu điện, phát phiếu.</translation>
    </message>
    <message>
        <source>%n ballot(s) have not come back: receive what comes.</source>
        <translation>%n phiếu chưa về: về phiếu nào, nhận phiếu ấy.</translation>
    </message>
    <message>
        <source>Batches that can be closed: %n. Choose one in the table, then F4.</source>
        <translation>Có %n lô đóng được: chọn lô trong bảng rồi bấm F4.</translation>
    </message>
    <message>
        <source>%n ballot(s) came back: draw whom phúc tra asks.</source>
        <translation>%n phiếu đã về: chọn phiếu để phúc tra.</translation>
    </message>
    <message>
        <source>%n ballot(s) of phúc tra wait for a reply.</source>
        <translation>%n phiếu phúc tra còn chờ trả lời.</translation>
    </message>
    <message>
        <source>Every valid ballot is settled: make the report.</source>
        <translation>Mọi phiếu hợp lệ đã chốt: hãy lập báo cáo.</translation>
    </message>
    <message>
        <source>See the figures so far, from %n ballot(s).</source>
        <translation>Xem kết quả đến nay, từ %n phiếu.</translation>
    </message>
    <message>
        <source>Send the package to the province.</source>
        <translation>Gửi gói dữ liệu lên tỉnh.</translation>
    </message>
</context>
<context>
    <name>tally</name>
    <message>
        <source>%n ballot(s) wait for this keying</source>
        <translation>Còn %n phiếu chờ nhập lần này</translation>
    </message>
    <message>
        <source>you completed %n</source>
        <translation>bạn đã nhập xong %n</translation>
    </message>
    <message>
        <source>%n wait for the other keying: F2</source>
        <translation>lần kia còn %n phiếu chờ: F2</translation>
    </message>
    <message>
        <source>next: {serials}</source>
        <translation>tìm phiếu: {serials}</translation>
    </message>
    <message>
        <source>left open: {serials}</source>
        <translation>đang để dở: {serials}</translation>
    </message>
</context>
</TS>
